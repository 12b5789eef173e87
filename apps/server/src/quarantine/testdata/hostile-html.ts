/** HTML that tries to run, load, post or lead away; `ORIGIN` stands for a server that listens. Each by what it tries. */
export const hostileHtml: Readonly<Record<string, string>> = {
  'a script': '<script>document.title="RAN"</script>',
  'a script from elsewhere': '<script src="ORIGIN/script.js"></script>',
  'a handler of an element':
    '<img src="x" onerror="parent.postMessage(1,\'*\')"><p onclick="x()" onmouseover="x()">hover</p>',
  'SVG that loads': '<svg onload="alert(1)"><image href="ORIGIN/svg.png" /><script>alert(1)</script></svg>',
  'SVG in a data address': '<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+">',
  MathML: '<math><mtext><mglyph><style><img src="ORIGIN/math.png"></style></mglyph></mtext></math>',
  'a meta refresh': '<meta http-equiv="refresh" content="0;url=ORIGIN/refresh">',
  'a meta policy': '<meta http-equiv="Content-Security-Policy" content="img-src *">',
  'a picture': '<img src="ORIGIN/pixel.gif" width="1" height="1">',
  'a picture without a scheme': '<img src="//127.0.0.1/pixel.gif">',
  'a set of pictures':
    '<img srcset="ORIGIN/a.png 1x, ORIGIN/b.png 2x"><picture><source srcset="ORIGIN/c.png"><img src="ORIGIN/d.png"></picture>',
  'a style with an address':
    '<p style="background:url(ORIGIN/bg.png)">x</p><p style="background-color:red;list-style-image:url(ORIGIN/l.png)">y</p>',
  'an escaped style': '<p style="background:u\\72l(ORIGIN/esc.png);color:expression(alert(1))">x</p>',
  'a style sheet':
    '<style>@import "ORIGIN/a.css"; body{background:url(ORIGIN/s.png)}</style><link rel="stylesheet" href="ORIGIN/b.css">',
  'a style over the page': '<p style="position:fixed;top:0;left:0;z-index:9;opacity:0;font-size:0">over</p>',
  'a form':
    '<form action="ORIGIN/post" method="post"><input name="password"><button formaction="ORIGIN/b">Send</button></form>',
  'a base address': '<base href="ORIGIN/"><a href="relative">relative</a><img src="relative.png">',
  'a frame':
    '<iframe src="ORIGIN/frame"></iframe><iframe srcdoc="<script>alert(1)</script>"></iframe><object data="ORIGIN/o"></object><embed src="ORIGIN/e">',
  'sound and film':
    '<video src="ORIGIN/v.mp4" autoplay poster="ORIGIN/p.png"></video><audio src="ORIGIN/a.mp3" autoplay></audio>',
  'a link with a script':
    '<a href="javascript:alert(1)">a</a><a href=" java\tscript:alert(1)">b</a><a href="vbscript:x">c</a>',
  'a link to a document in itself': '<a href="data:text/html,<script>alert(1)</script>">d</a>',
  'a prefetch':
    '<link rel="prefetch" href="ORIGIN/pre"><link rel="dns-prefetch" href="ORIGIN"><a ping="ORIGIN/ping" href="ORIGIN/x">x</a>',
  'the end of the frame': '"></iframe><script>document.title="RAN"</script><img src="ORIGIN/out.png">',
  'a broken comment':
    '<!--><img src="ORIGIN/comment.png" onerror=alert(1)>--><noscript><p title="</noscript><img src=ORIGIN/no.png onerror=alert(1)>">',
  'attributes of tables':
    '<table background="ORIGIN/t.png"><tr><td background="ORIGIN/td.png">cell</td></tr></table><body background="ORIGIN/body.png">',
};

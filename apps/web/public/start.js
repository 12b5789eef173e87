// Before the first paint: what was chosen on this device: theme, language, width of the sidebar, so that nothing flashes. And what to say where the
// pages' own scripts do not come.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem('smtpy.theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    var language = localStorage.getItem('smtpy.language') || navigator.language || 'en';
    root.lang = /^fr/i.test(language) ? 'fr' : 'en';
    if (localStorage.getItem('smtpy.sidebar') === 'narrow') root.dataset.sidebar = 'narrow';
    // Whoever was signed in here sees numbers and times soon.
    if (localStorage.getItem('smtpy.organization')) new Worker('/warm-up.js', { name: root.lang });
  } catch {
    // Storage or workers are switched off: the system's theme and English it is.
  }
  // The pages themselves tell of whatever else does not come.
  document.addEventListener(
    'error',
    function (event) {
      if (event.target.tagName === 'SCRIPT') document.getElementById('not-loaded')?.removeAttribute('hidden');
    },
    true,
  );
  document.addEventListener('click', function (event) {
    if (event.target.closest('#not-loaded button')) location.reload();
  });
})();

// Before the first paint: the theme and the language that were chosen on this device, so that nothing flashes.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem('smtpy.theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    var language = localStorage.getItem('smtpy.language') || navigator.language || 'en';
    root.lang = /^fr/i.test(language) ? 'fr' : 'en';
  } catch {
    // Storage is switched off: the system's theme and English it is.
  }
})();

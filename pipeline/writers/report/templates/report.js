(function () {
  var box = document.getElementById("english");
  function speak() { document.documentElement.lang = box.checked ? "en" : "vi"; }
  try { box.checked = localStorage.getItem("doichieu-english") === "1"; } catch (e) { /* private window */ }
  box.addEventListener("change", function () {
    speak();
    try { localStorage.setItem("doichieu-english", box.checked ? "1" : "0"); } catch (e) { /* private window */ }
  });
  function open() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var folded = target && target.closest("details");
    if (folded) { folded.open = true; target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", open);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (one) { one.open = true; });
  });
  speak();
  open();
})();

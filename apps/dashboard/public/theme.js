// Before the first paint, so that a chosen theme never flashes as the other one.
try {
  const theme = localStorage.getItem("earshot-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; then the system's preference rules.
}

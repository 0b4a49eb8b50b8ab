// Starts Swagger UI on the page of the calls.
window.addEventListener("load", () => {
  const place = document.getElementById("calls");
  window.SwaggerUIBundle({ url: place.dataset.document, domNode: place, deepLinking: true, persistAuthorization: false });
});

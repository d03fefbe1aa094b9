// Starts Swagger UI on the description that the page names.
const docs = document.getElementById("docs");
window.SwaggerUIBundle({ domNode: docs, url: docs.dataset.schema, deepLinking: true });

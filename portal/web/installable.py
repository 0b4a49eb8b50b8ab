"""What lets a browser keep the portal as an app and wake it for push messages: `/sw.js` and `/manifest.webmanifest`."""

from flask import Flask, current_app, jsonify, request, send_from_directory, url_for
from werkzeug.wrappers import Response

from portal.web.access import public

SIZES = (192, 512)


@public("a browser fetches its worker script by itself")
def worker() -> Response:
    """The script that shows push messages, at the top, so that it stands for every page."""
    answer = send_from_directory(current_app.static_folder or "", "sw.js", max_age=0)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@public("a browser fetches it by itself, and it holds nothing of a company")
def manifest() -> Response:
    """The portal as an app for a home screen (W3C, Web Application Manifest); `?for=candidates` begins in theirs."""
    start = "/portal/" if request.args.get("for") == "candidates" else "/"
    icons = [
        {"src": url_for("static", filename=f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in SIZES
    ]
    told = {
        "name": "Talent Portal", "short_name": "Talent", "id": start, "start_url": start, "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff", "theme_color": "#3d4fc4", "icons": icons,
    }  # fmt: skip
    answer = jsonify(told)
    answer.headers["Content-Type"] = "application/manifest+json"
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def install(app: Flask) -> None:
    """The two addresses."""
    app.add_url_rule("/sw.js", "worker_script", worker)
    app.add_url_rule("/manifest.webmanifest", "manifest", manifest)

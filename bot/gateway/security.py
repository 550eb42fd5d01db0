"""Security headers on every answer, and which origins may embed the widget."""

from aiohttp import web

from bot.gateway.first_look import Handler
from bot.gateway.keys import SETTINGS
from bot.gateway.refusals import Refused

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Server": "Afterword",  # and not which versions answer
}
CORS = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Expose-Headers": "Retry-After",
    "Access-Control-Max-Age": "600",
}


@web.middleware
async def security(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Origins outside the allow-list are refused where they could act or read."""
    origin = request.headers.get("Origin")
    if origin is None or not request.path.startswith("/api/"):
        return await handler(request)
    if not _is_allowed(request, origin):
        raise Refused(403, "This web page is not on the clinic's list of pages.")
    if request.method == "OPTIONS":
        return web.Response(status=204)
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """At the moment of sending: on streams, files and refusals too."""
    response.headers.update(HEADERS)
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
    else:
        response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
    known = response.headers.get("Vary")
    response.headers["Vary"] = f"{known}, Origin" if known else "Origin"
    origin = request.headers.get("Origin")
    if origin and _is_allowed(request, origin):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers.update(CORS)


def _is_allowed(request: web.Request, origin: str) -> bool:
    """The allow-list, and pages of our own host: a proxy before us may speak TLS for us."""
    return origin in request.app[SETTINGS].origins or origin.partition("://")[2] == request.host

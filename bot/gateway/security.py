"""Security headers on every answer, and which origins may embed the widget."""

from aiohttp import web

from bot.gateway.keys import SETTINGS
from bot.gateway.problems import Handler, Refused

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
CORS = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Max-Age": "600",
}


@web.middleware
async def security(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Origins outside the allow-list are refused where they could act or read."""
    origin = request.headers.get("Origin")
    allowed = origin is not None and _is_allowed(request, origin)
    if origin is not None and not allowed and request.path.startswith("/api/"):
        raise Refused(403, "This web page is not on the clinic's list of pages.")
    if request.method == "OPTIONS" and allowed:
        response: web.StreamResponse = web.Response(status=204)
    else:
        response = await handler(request)
    add_headers(request, response)
    return response


async def add_headers_on_prepare(request: web.Request, response: web.StreamResponse) -> None:
    """Also on streams and on refusals, which no middleware sees again."""
    add_headers(request, response)


def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """No-op on what is already sent."""
    if response.prepared:
        return
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
    else:
        response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
    origin = request.headers.get("Origin")
    if origin and _is_allowed(request, origin):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Vary"] = "Origin"
        for name, value in CORS.items():
            response.headers[name] = value


def _is_allowed(request: web.Request, origin: str) -> bool:
    own = f"{request.scheme}://{request.host}"
    return origin == own or origin in request.app[SETTINGS].origins

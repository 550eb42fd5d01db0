"""Why a request is refused, in words for a person. They become HTTP in `problems.py`."""


class Refused(Exception):
    """A request that is answered with a problem."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}


class TokenRefused(Refused):
    """No token, or one that opens nothing; what is refused does not say which was wrong."""

    def __init__(self, detail: str) -> None:
        super().__init__(401, detail, {"WWW-Authenticate": "Bearer"})


class ChatGone(TokenRefused):
    """Unknown, expired or erased."""

    def __init__(self) -> None:
        super().__init__("This chat has ended or was erased. You can start a new one.")


class TooFast(Refused):
    """A limit was reached; `wait` in seconds."""

    def __init__(self, detail: str, wait: int) -> None:
        super().__init__(429, detail, {"Retry-After": str(wait)})


class StoreUnavailable(Refused):
    """The database did not answer."""

    def __init__(self, detail: str) -> None:
        super().__init__(503, f"{detail} Please try again.", {"Retry-After": "5"})

"""What the sandbox answers when it refuses, in Stripe's own shape."""

from portal.payments.sandbox.tree import Tree


class ApiError(Exception):
    """A refusal with an HTTP status and Stripe's `error` object (https://docs.stripe.com/api/errors)."""

    def __init__(
        self,
        message: str,
        *,
        param: str = "",
        code: str = "",
        status: int = 400,
        type: str = "invalid_request_error",
    ) -> None:
        super().__init__(message)
        self.message, self.param, self.code = message, param, code
        self.status, self.type = status, type

    def body(self, request_id: str) -> Tree:
        error: Tree = {"type": self.type, "message": self.message}
        if self.param:
            error["param"] = self.param
        if self.code:
            error["code"] = self.code
            error["doc_url"] = "https://docs.stripe.com/error-codes#" + self.code.replace("_", "-")
        error["request_log_url"] = f"https://dashboard.stripe.com/test/logs/{request_id}"
        return {"error": error}


def no_such(kind: str, identifier: str, param: str = "id") -> ApiError:
    name = kind.replace(".", " ")
    status = 404 if param in ("id", "session") else 400
    return ApiError(f"No such {name}: '{identifier}'", param=param, code="resource_missing", status=status)

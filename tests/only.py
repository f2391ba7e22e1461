"""What only some may do: a refusal is shown beside the same request by somebody who may."""


def only(may, may_not, request, *, changes=None):
    """Assert that each client of `may_not` is refused `request`, and that it works for `may`.

    `request(client)` returns the answer. `changes()` returns what the request changes: the same
    after every refusal, and something else once somebody did it who may. Without it the request
    is one to look at, and works with status 200.
    """
    before = changes() if changes else None
    for client in may_not if isinstance(may_not, list | tuple) else [may_not]:
        answer = request(client)
        assert answer.status_code == 403, (answer.status_code, answer.request["PATH_INFO"])
        assert changes is None or changes() == before
    answer = request(may)
    assert answer.status_code == 200 or (changes and answer.status_code == 302), (
        answer.status_code,
        answer.request["PATH_INFO"],
    )
    assert changes is None or changes() != before
    return answer

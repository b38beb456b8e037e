"""Tells each step of a story and says how it went: shared by the generators that write Python."""


def step(name):
    def tell(story):
        try:
            story()
            print(name, "ok", flush=True)
        except Exception as why:
            print(name, "FAILED", type(why).__name__, " ".join(str(why).split())[:300], flush=True)

    return tell

"""What tells the three kernels of a session apart."""

from .preload import Preloader

ASYNCHRONOUS = "asynchronous"


class NoPreloader:
    """For kernels that import nothing but what their cells ask for."""

    def start(self):
        pass

    def end(self):
        pass


def make_preloader(preload):
    return Preloader() if preload else NoPreloader()


def prepare(kind):
    """Before the first cell: in the asynchronous kernel, code may run an event loop within one that runs already."""
    if kind != ASYNCHRONOUS:
        return
    import asyncio

    from IPython.core.async_helpers import get_asyncio_loop

    loop = get_asyncio_loop()
    asyncio.set_event_loop(loop)
    try:
        import nest_asyncio
    except ImportError:
        return  # Cells can await all the same; only loops within loops are refused, by asyncio itself.
    nest_asyncio.apply(loop)

package io.sluice.gateway.hook.ledger.memory;

import io.sluice.gateway.hook.ledger.ConnectionLedger;
import io.sluice.gateway.hook.ledger.LedgerContract;

/** {@link MemoryBook} keeps the promises of all ledgers. */
class MemoryBookTest extends LedgerContract {

    private final MemoryBook book = new MemoryBook(System::nanoTime);

    @Override
    protected ConnectionLedger page(String node) {
        return book.of(node);
    }
}

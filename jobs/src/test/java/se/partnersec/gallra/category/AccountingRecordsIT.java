package se.partnersec.gallra.category;

import org.junit.jupiter.api.Tag;
import se.partnersec.gallra.testing.Scene;

@Tag("once")
class AccountingRecordsIT extends CategoryContractTest {
    AccountingRecordsIT() {
        super(Scene.INVOICES);
    }
}

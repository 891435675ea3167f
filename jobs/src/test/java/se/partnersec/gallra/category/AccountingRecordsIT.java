package se.partnersec.gallra.category;

import org.junit.jupiter.api.Tag;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

@Tag("once")
@Tag("core")
class AccountingRecordsIT extends CategoryContractTest {
    AccountingRecordsIT(Workplace work) {
        super(Scene.INVOICES, work);
    }
}

package se.partnersec.gallra.category;

import se.partnersec.gallra.testing.Scene;

class AccountingRecordsIT extends CategoryContractTest {
    AccountingRecordsIT() {
        super(Scene.INVOICES);
    }
}

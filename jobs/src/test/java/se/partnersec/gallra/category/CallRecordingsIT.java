package se.partnersec.gallra.category;

import se.partnersec.gallra.testing.Scene;

class CallRecordingsIT extends CategoryContractTest {
    CallRecordingsIT() {
        super(Scene.CALLS);
    }
}

package se.partnersec.gallra.category;

import se.partnersec.gallra.testing.Scene;

class SmsTrafficIT extends CategoryContractTest {
    SmsTrafficIT() {
        super(Scene.USAGE);
    }
}

package se.partnersec.gallra.category;

import se.partnersec.gallra.testing.Scene;

class EmailTrafficIT extends CategoryContractTest {
    EmailTrafficIT() {
        super(Scene.EMAILS);
    }
}

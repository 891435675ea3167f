package se.partnersec.gallra.category;

import se.partnersec.gallra.testing.Scene;

class LeadsIT extends CategoryContractTest {
    LeadsIT() {
        super(Scene.LEADS);
    }
}

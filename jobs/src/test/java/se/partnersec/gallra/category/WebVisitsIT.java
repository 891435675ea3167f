package se.partnersec.gallra.category;

import se.partnersec.gallra.testing.Scene;

class WebVisitsIT extends CategoryContractTest {
    WebVisitsIT() {
        super(Scene.VISITS);
    }
}

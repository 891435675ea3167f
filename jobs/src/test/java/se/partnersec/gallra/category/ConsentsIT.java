package se.partnersec.gallra.category;

import se.partnersec.gallra.testing.Scene;

class ConsentsIT extends CategoryContractTest {
    ConsentsIT() {
        super(Scene.LETTERS);
    }
}

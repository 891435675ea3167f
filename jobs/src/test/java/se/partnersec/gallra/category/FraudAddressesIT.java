package se.partnersec.gallra.category;

import se.partnersec.gallra.testing.Scene;

class FraudAddressesIT extends CategoryContractTest {
    FraudAddressesIT() {
        super(Scene.BLOCKS);
    }
}

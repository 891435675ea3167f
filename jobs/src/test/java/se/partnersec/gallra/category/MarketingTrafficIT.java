package se.partnersec.gallra.category;

import se.partnersec.gallra.testing.Scene;

class MarketingTrafficIT extends CategoryContractTest {
    MarketingTrafficIT() {
        super(Scene.CAMPAIGNS);
    }
}

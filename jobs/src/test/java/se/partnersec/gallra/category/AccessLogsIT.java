package se.partnersec.gallra.category;

import se.partnersec.gallra.testing.Scene;

class AccessLogsIT extends CategoryContractTest {
    AccessLogsIT() {
        super(Scene.IPS);
    }
}

package se.partnersec.gallra.category;

import se.partnersec.gallra.testing.Scene;

class CredentialsIT extends CategoryContractTest {
    CredentialsIT() {
        super(Scene.LOGINS);
    }
}

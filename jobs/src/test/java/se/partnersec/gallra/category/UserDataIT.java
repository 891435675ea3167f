package se.partnersec.gallra.category;

import se.partnersec.gallra.testing.Scene;

class UserDataIT extends CategoryContractTest {
    UserDataIT() {
        super(Scene.USERS);
    }
}

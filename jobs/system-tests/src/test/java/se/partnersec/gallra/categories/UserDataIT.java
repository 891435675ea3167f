package se.partnersec.gallra.categories;

import org.junit.jupiter.api.Tag;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

@Tag("core")
class UserDataIT extends CategoryContractTest {
    UserDataIT(Workplace work) {
        super(Scene.USERS, work);
    }
}

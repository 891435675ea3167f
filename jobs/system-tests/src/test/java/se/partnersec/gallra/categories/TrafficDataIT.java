package se.partnersec.gallra.categories;

import org.junit.jupiter.api.Tag;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

@Tag("once")
@Tag("core")
class TrafficDataIT extends CategoryContractTest {
    TrafficDataIT(Workplace work) {
        super(Scene.USAGE, work);
    }
}

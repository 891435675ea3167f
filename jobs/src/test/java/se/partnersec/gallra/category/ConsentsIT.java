package se.partnersec.gallra.category;

import org.junit.jupiter.api.Tag;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

@Tag("once")
@Tag("full")
class ConsentsIT extends CategoryContractTest {
    ConsentsIT(Workplace work) {
        super(Scene.LETTERS, work);
    }
}

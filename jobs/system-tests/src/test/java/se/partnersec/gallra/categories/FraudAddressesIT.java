package se.partnersec.gallra.categories;

import org.junit.jupiter.api.Tag;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

@Tag("once")
@Tag("full")
class FraudAddressesIT extends CategoryContractTest {
    FraudAddressesIT(Workplace work) {
        super(Scene.BLOCKS, work);
    }
}

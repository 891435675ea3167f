package se.partnersec.gallra.category;

import org.junit.jupiter.api.Tag;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

@Tag("core")
class AccessLogsIT extends CategoryContractTest {
    AccessLogsIT(Workplace work) {
        super(Scene.IPS, work);
    }
}

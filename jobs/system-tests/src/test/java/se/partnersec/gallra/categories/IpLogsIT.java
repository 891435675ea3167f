package se.partnersec.gallra.categories;

import org.junit.jupiter.api.Tag;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

@Tag("core")
class IpLogsIT extends CategoryContractTest {
    IpLogsIT(Workplace work) {
        super(Scene.IPS, work);
    }
}

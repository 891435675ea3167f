package se.partnersec.gallra.categories;

import org.junit.jupiter.api.Tag;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

@Tag("core")
class CallRecordingsIT extends CategoryContractTest {
    CallRecordingsIT(Workplace work) {
        super(Scene.CALLS, work);
    }
}

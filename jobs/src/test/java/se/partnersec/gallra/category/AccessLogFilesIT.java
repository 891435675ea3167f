package se.partnersec.gallra.category;

import org.junit.jupiter.api.Tag;
import se.partnersec.gallra.testing.Scene;

@Tag("once")
class AccessLogFilesIT extends CategoryContractTest {
    AccessLogFilesIT() {
        super(Scene.LOG_FILES);
    }
}

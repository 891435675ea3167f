package se.partnersec.gallra.category;

import se.partnersec.gallra.testing.Scene;

class AccessLogFilesIT extends CategoryContractTest {
    AccessLogFilesIT() {
        super(Scene.LOG_FILES);
    }
}

package se.partnersec.gallra.database.schema;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what Flyway says, but for one warning: that the server is newer than Flyway's own tests. Ours ran on it. */
public final class MigrationLog implements LogCreator {
    private static final String NEWER = "newer than the version Flyway has been verified with";

    @Override
    public Log createLogger(Class<?> type) {
        return new Slf4j(LoggerFactory.getLogger(type));
    }

    private record Slf4j(Logger logger) implements Log {
        @Override
        public boolean isDebugEnabled() {
            return logger.isDebugEnabled();
        }

        @Override
        public void debug(String message) {
            logger.debug(message);
        }

        // Our own report says what was applied; Flyway's running commentary is for those who look for it.
        @Override
        public void info(String message) {
            logger.debug(message);
        }

        @Override
        public void notice(String message) {
            logger.debug(message);
        }

        @Override
        public void warn(String message) {
            if (message.contains(NEWER)) {
                logger.debug(message);
            } else {
                logger.warn(message);
            }
        }

        @Override
        public void error(String message) {
            logger.error(message);
        }

        @Override
        public void error(String message, Exception e) {
            logger.error(message, e);
        }
    }
}

package se.partnersec.gallra.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets the build's second pass over the integration tests run on real MySQL, or not at all where there is none. */
public final class RealMySqlIfThere implements ExecutionCondition {
    static final String CHOICE = "mysql-if-there";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!CHOICE.equals(System.getProperty("db"))) {
            return ConditionEvaluationResult.enabled("the database was chosen");
        }
        return System.getenv(TestDatabase.URL) != null || Docker.has(Docker.MYSQL)
                ? ConditionEvaluationResult.enabled("a real MySQL is at hand")
                : ConditionEvaluationResult.disabled("no Docker engine with the image " + Docker.MYSQL + " answers");
    }
}

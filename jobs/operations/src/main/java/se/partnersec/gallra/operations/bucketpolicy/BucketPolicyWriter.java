package se.partnersec.gallra.operations.bucketpolicy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import se.partnersec.gallra.support.json.JsonText;

/** Writes the policy of least rights for a use, to be attached to its account by whoever owns the bucket. */
public final class BucketPolicyWriter {
    private BucketPolicyWriter() {}

    public static String write(BucketAccountUse use, BucketScope scope) {
        List<Object> statements = new ArrayList<>();
        RequiredBucketActions.allowed(use, scope).forEach(each -> statements.add(block(each)));
        RequiredBucketActions.denied(use, scope).forEach(each -> statements.add(block(each)));
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Version", "2012-10-17");
        policy.put("Statement", statements);
        return JsonText.document(policy);
    }

    private static Map<String, Object> block(IamStatement statement) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("Sid", statement.name());
        block.put("Effect", statement.allows() ? "Allow" : "Deny");
        block.put("Action", statement.actions());
        block.put(statement.allButResources() ? "NotResource" : "Resource", statement.resources());
        if (!statement.conditions().isEmpty()) {
            Map<String, Object> conditions = new LinkedHashMap<>();
            statement.conditions().forEach(c -> conditions.put(c.operator(), Map.of(c.key(), c.values())));
            block.put("Condition", conditions);
        }
        return block;
    }
}

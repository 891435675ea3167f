package se.partnersec.gallra.operations.bucketpolicy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.json.JsonText;
import se.partnersec.gallra.support.text.Sentences;

/** A policy of an account in the language of AWS, which MinIO, Ceph and others also read; strictly read. */
public final class IamPolicy {
    private static final Sentences SENTENCES = Sentences.of("operations");
    private static final Set<String> ELEMENTS =
            Set.of("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition");

    private final List<IamStatement> statements;

    private IamPolicy(List<IamStatement> statements) {
        this.statements = List.copyOf(statements);
    }

    /** @throws IllegalArgumentException if it is no such policy, or says what cannot be judged */
    public static IamPolicy read(String text) {
        Map<String, @Nullable Object> tree = JsonText.read(text);
        if (!"2012-10-17".equals(tree.get("Version"))) {
            throw new IllegalArgumentException(SENTENCES.say("bucketpolicy.version-must-2012-10-17"));
        }
        if (text.contains("${")) {
            throw new IllegalArgumentException(SENTENCES.say("bucketpolicy.policy-variable-which-only-store-can"));
        }
        Object given = tree.get("Statement");
        List<?> blocks = given instanceof List<?> list ? list : given == null ? List.of() : List.of(given);
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException(SENTENCES.say("bucketpolicy.no-statement"));
        }
        List<IamStatement> statements = new ArrayList<>();
        for (Object block : blocks) {
            if (!(block instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException(
                        SENTENCES.say("bucketpolicy.statement-no-block", (statements.size() + 1)));
            }
            statements.add(statement(map, statements.size() + 1));
        }
        return new IamPolicy(statements);
    }

    List<IamStatement> statements() {
        return statements;
    }

    /** What one asks to do: {@code circumstances} such as {@code s3:prefix} with their values. */
    public boolean allows(String action, String resource, Map<String, String> circumstances) {
        return find(s -> s.allows() && s.isAbout(action, resource) && s.applies(circumstances))
                        .isPresent()
                && denial(action, resource, circumstances).isEmpty();
    }

    Optional<IamStatement> denial(String action, String resource, Map<String, String> circumstances) {
        return find(s -> !s.allows() && s.isAbout(action, resource) && s.applies(circumstances));
    }

    Optional<IamStatement> find(Predicate<IamStatement> wanted) {
        return statements.stream().filter(wanted).findFirst();
    }

    private static IamStatement statement(Map<?, ?> block, int number) {
        String name = block.get("Sid") instanceof String sid ? sid : SENTENCES.say("bucketpolicy.number", number);
        for (Object element : block.keySet()) {
            if (!ELEMENTS.contains(String.valueOf(element))) {
                throw new IllegalArgumentException(
                        SENTENCES.say("bucketpolicy.statement-give-policy-account-not-bucket", name, element));
            }
        }
        String effect = String.valueOf(block.get("Effect"));
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new IllegalArgumentException(
                    SENTENCES.say("bucketpolicy.effect-statement-neither-allow-nor-deny", name));
        }
        return new IamStatement(
                name,
                effect.equals("Allow"),
                oneOf(block, "Action", "NotAction", name),
                block.containsKey("NotAction"),
                oneOf(block, "Resource", "NotResource", name),
                block.containsKey("NotResource"),
                conditions(block.get("Condition"), name));
    }

    private static List<String> oneOf(Map<?, ?> block, String element, String exception, String statement) {
        if (block.containsKey(element) == block.containsKey(exception)) {
            throw new IllegalArgumentException(
                    SENTENCES.say("bucketpolicy.statement-needs-either", statement, element, exception));
        }
        Object given = block.get(element);
        return texts(given == null ? block.get(exception) : given, statement);
    }

    private static List<IamCondition> conditions(@Nullable Object given, String statement) {
        List<IamCondition> conditions = new ArrayList<>();
        if (given instanceof Map<?, ?> operators) {
            operators.forEach((operator, keys) -> {
                if (!(keys instanceof Map<?, ?> map)) {
                    throw new IllegalArgumentException(
                            SENTENCES.say("bucketpolicy.condition-statement-no-block", statement));
                }
                map.forEach((key, values) -> conditions.add(
                        new IamCondition(String.valueOf(operator), String.valueOf(key), texts(values, statement))));
            });
        } else if (given != null) {
            throw new IllegalArgumentException(SENTENCES.say("bucketpolicy.condition-statement-no-block-2", statement));
        }
        return conditions;
    }

    private static List<String> texts(@Nullable Object given, String statement) {
        List<?> list = given instanceof List<?> many ? many : given == null ? List.of() : List.of(given);
        if (list.isEmpty() || !list.stream().allMatch(each -> each instanceof String || each instanceof Boolean)) {
            throw new IllegalArgumentException(
                    SENTENCES.say("bucketpolicy.statement-empty-list-one-other-than", statement));
        }
        return list.stream().map(String::valueOf).toList();
    }
}

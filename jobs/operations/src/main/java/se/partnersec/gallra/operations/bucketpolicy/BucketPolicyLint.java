package se.partnersec.gallra.operations.bucketpolicy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Holds a policy against what a use needs: what is missing, what is too much, what nothing refuses. Asks no server. */
public final class BucketPolicyLint {
    private static final List<String> SOME_KEYS = List.of("", "0", "a/b c", "~", "zz.wav");

    private final BucketAccountUse use;
    private final BucketScope scope;

    public BucketPolicyLint(BucketAccountUse use, BucketScope scope) {
        this.use = use;
        this.scope = scope;
    }

    /** What is wrong. */
    public enum Kind {
        /** The program will be refused something it needs. */
        MISSING,
        /** More is granted than it needs. */
        TOO_MUCH,
        /** Another policy of the account could grant what must never be. */
        NOT_DENIED,
        /** A condition that cannot be judged here. */
        UNCLEAR
    }

    /**
     * @param what an action, or what of a statement
     * @param where a resource, or the name of the statement
     */
    public record Finding(Kind kind, String what, String where) {}

    public List<Finding> judge(IamPolicy policy) {
        LinkedHashSet<Finding> findings = new LinkedHashSet<>();
        policy.statements().forEach(statement -> unclear(statement, findings));
        RequiredBucketActions.allowed(use, scope).forEach(need -> missing(need, policy, findings));
        policy.statements().stream().filter(IamStatement::allows).forEach(given -> tooMuch(given, findings));
        notDenied(policy, findings);
        return List.copyOf(findings);
    }

    private static void unclear(IamStatement statement, LinkedHashSet<Finding> findings) {
        statement.conditions().stream()
                .filter(condition -> !condition.understood())
                .forEach(c -> findings.add(new Finding(Kind.UNCLEAR, c.operator() + " " + c.key(), statement.name())));
    }

    private static void missing(IamStatement need, IamPolicy policy, LinkedHashSet<Finding> findings) {
        for (String action : need.actions()) {
            for (String resource : need.resources()) {
                boolean granted = samples(resource)
                        .allMatch(sample -> prefixes(need)
                                .allMatch(prefix -> policy.allows(
                                        action, sample, RequiredBucketActions.circumstances(need, prefix))));
                if (!granted) {
                    findings.add(new Finding(Kind.MISSING, action, resource));
                }
            }
        }
    }

    private static Stream<String> prefixes(IamStatement need) {
        return need.conditions().stream()
                .filter(condition -> condition.is(IamCondition.PREFIX))
                .findFirst()
                .map(condition -> condition.values().stream().flatMap(BucketPolicyLint::samples))
                .orElse(Stream.of(""));
    }

    /** Some of what a pattern with a star at its end stands for. */
    private static Stream<String> samples(String pattern) {
        return pattern.endsWith("*")
                ? SOME_KEYS.stream().map(key -> pattern.substring(0, pattern.length() - 1) + key)
                : Stream.of(pattern);
    }

    private void tooMuch(IamStatement given, LinkedHashSet<Finding> findings) {
        if (given.allButActions() || given.allButResources()) {
            findings.add(new Finding(Kind.TOO_MUCH, given.allButActions() ? "NotAction" : "NotResource", given.name()));
            return;
        }
        for (String action : given.actions()) {
            List<IamStatement> needs = IamWildcard.any(action)
                    ? List.of()
                    : RequiredBucketActions.allowed(use, scope).stream()
                            .filter(need -> need.actions().stream().anyMatch(action::equalsIgnoreCase))
                            .toList();
            if (needs.isEmpty()) {
                findings.add(new Finding(Kind.TOO_MUCH, action, given.name()));
                continue;
            }
            for (String resource : given.resources()) {
                if (needs.stream().noneMatch(need -> within(resource, given, need))) {
                    findings.add(new Finding(Kind.TOO_MUCH, action + " on " + resource, given.name()));
                }
            }
        }
    }

    /** Whether nothing is granted on the resource beyond what the need has, under conditions no wider than its own. */
    private static boolean within(String resource, IamStatement given, IamStatement need) {
        boolean there = need.resources().stream().anyMatch(pattern -> below(resource, pattern));
        return there
                && need.conditions().stream()
                        .allMatch(wanted -> given.conditions().stream()
                                .anyMatch(c -> c.understood()
                                        && c.is(wanted.key())
                                        && c.values().stream()
                                                .allMatch(value -> wanted.values().stream()
                                                        .anyMatch(pattern -> below(value, pattern)))));
    }

    /** Patterns of ours have a star at their end only, so what begins like one stands for no more than it does. */
    private static boolean below(String pattern, String ours) {
        return ours.endsWith("*") ? pattern.startsWith(ours.substring(0, ours.length() - 1)) : pattern.equals(ours);
    }

    private void notDenied(IamPolicy policy, LinkedHashSet<Finding> findings) {
        List<String> everywhere = new ArrayList<>(List.of(scope.arn()));
        Stream.concat(Stream.of("other/"), scope.withProbe().prefixes().stream())
                .flatMap(prefix -> samples(scope.arn() + "/" + prefix + "*"))
                .forEach(everywhere::add);
        for (String action : RequiredBucketActions.refused(use)) {
            if (!everywhere.stream().allMatch(resource -> unconditionally(policy, action, resource))) {
                findings.add(new Finding(Kind.NOT_DENIED, action, scope.everything()));
            }
        }
        if (use == BucketAccountUse.JOB_UNVERSIONED
                && !everywhere.stream()
                        .filter(resource -> !resource.startsWith(scope.arn() + "/" + BucketScope.PROBE))
                        .allMatch(resource -> unconditionally(policy, "s3:PutObject", resource))) {
            findings.add(new Finding(Kind.NOT_DENIED, "s3:PutObject", scope.everything()));
        }
        if (use == BucketAccountUse.SEALER
                && !everywhere.stream()
                        .filter(resource -> !resource.equals(scope.arn()))
                        .allMatch(resource -> refused(
                                policy,
                                resource,
                                List.of("s3:PutObject", "s3:PutObjectRetention"),
                                Map.of(IamCondition.RETENTION_DAYS, Integer.toString(scope.days() + 1))))) {
            findings.add(
                    new Finding(Kind.NOT_DENIED, IamCondition.RETENTION_DAYS + ">" + scope.days(), scope.everything()));
        }
        if (!everywhere.stream()
                .allMatch(resource -> refused(
                        policy,
                        resource,
                        List.of("s3:DeleteObjectVersion", "s3:ListBucketVersions"),
                        Map.of(IamCondition.TLS, "false")))) {
            findings.add(new Finding(Kind.NOT_DENIED, IamCondition.TLS + "=false", scope.everything()));
        }
    }

    private static boolean refused(
            IamPolicy policy, String resource, List<String> actions, Map<String, String> circumstances) {
        return policy.find(s -> !s.allows()
                        && s.understood()
                        && actions.stream().allMatch(action -> s.isAbout(action, resource))
                        && s.applies(circumstances))
                .isPresent();
    }

    private static boolean unconditionally(IamPolicy policy, String action, String resource) {
        return policy.find(s -> !s.allows() && s.conditions().isEmpty() && s.isAbout(action, resource))
                .isPresent();
    }
}

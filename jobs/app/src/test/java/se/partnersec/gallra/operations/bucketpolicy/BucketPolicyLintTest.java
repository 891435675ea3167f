package se.partnersec.gallra.operations.bucketpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.operations.bucketpolicy.BucketPolicyLint.Finding;
import se.partnersec.gallra.operations.bucketpolicy.BucketPolicyLint.Kind;

/** The shipped policies are sound, and each kind of fault that was planted in one is named. */
class BucketPolicyLintTest {
    private static final Path SHIPPED = Path.of("..", "..", "job-config", "s3");

    private static BucketScope scope(BucketAccountUse use) {
        List<String> prefixes = use == BucketAccountUse.SEALER
                ? List.of("gallra-seals/")
                : SourceMappingReader.read(
                                Path.of("..", "..", "job-config", "sources.yml"),
                                Categories.registry().requirements().roles())
                        .withObjects()
                        .stream()
                        .map(table -> Objects.requireNonNull(table.objects()).prefix())
                        .toList();
        return new BucketScope("BUCKET", prefixes);
    }

    private static List<Finding> judge(BucketAccountUse use, String policy) {
        return new BucketPolicyLint(use, scope(use)).judge(IamPolicy.read(policy));
    }

    @ParameterizedTest
    @EnumSource
    void the_shipped_policy_is_what_the_program_prints_and_passes(BucketAccountUse use) throws IOException {
        String shipped = Files.readString(SHIPPED.resolve(use.id() + ".json"));

        assertThat(shipped).isEqualTo(BucketPolicyWriter.write(use, scope(use)));
        assertThat(judge(use, shipped)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void no_policy_passes_as_another(BucketAccountUse use) {
        for (BucketAccountUse other : BucketAccountUse.values()) {
            if (other != use) {
                assertThat(judge(other, BucketPolicyWriter.write(use, scope(use))))
                        .as(other.id())
                        .isNotEmpty();
            }
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(
                        "\"s3:DeleteObjectVersion\"\n",
                        "\"s3:DeleteObjectTagging\"\n",
                        Kind.MISSING,
                        "s3:DeleteObjectVersion"),
                fault(
                        "\"s3:AbortMultipartUpload\",\n        \"s3:DeleteObjectVersion\"",
                        "\"s3:AbortMultipartUpload\",\n        \"s3:Delete*\"",
                        Kind.TOO_MUCH,
                        "s3:Delete*"),
                fault(
                        "\"s3:GetBucketVersioning\",",
                        "\"s3:GetBucketVersioning\",\n        \"s3:CreateBucket\",",
                        Kind.TOO_MUCH,
                        "s3:CreateBucket"),
                fault("\"s3:GetBucketVersioning\",", "\"*\",", Kind.TOO_MUCH, "*"),
                fault(
                        "\"arn:aws:s3:::BUCKET/calls/*\"",
                        "\"arn:aws:s3:::BUCKET/*\"",
                        Kind.TOO_MUCH,
                        "s3:DeleteObjectVersion on arn:aws:s3:::BUCKET/*"),
                fault(
                        "\"arn:aws:s3:::BUCKET/calls/*\"",
                        "\"arn:aws:s3:::BUCKET/calls/2026/*\"",
                        Kind.MISSING,
                        "s3:DeleteObjectVersion"),
                fault(
                        "\"arn:aws:s3:::BUCKET/calls/*\"",
                        "\"arn:aws:s3:::OTHER/calls/*\"",
                        Kind.TOO_MUCH,
                        "s3:AbortMultipartUpload on arn:aws:s3:::OTHER/calls/*"),
                fault("\"calls/*\"", "\"*\"", Kind.TOO_MUCH, "s3:ListBucket on arn:aws:s3:::BUCKET"),
                fault("          \"calls/*\",\n", "", Kind.MISSING, "s3:ListBucketVersions"),
                fault(
                        "\"s3:BypassGovernanceRetention\"",
                        "\"s3:GetBucketTagging\"",
                        Kind.NOT_DENIED,
                        "s3:BypassGovernanceRetention"),
                fault(
                        "\"s3:PutBucketVersioning\"",
                        "\"s3:GetBucketTagging\"",
                        Kind.NOT_DENIED,
                        "s3:PutBucketVersioning"),
                fault("\"s3:GetObject\"", "\"s3:GetBucketTagging\"", Kind.NOT_DENIED, "s3:GetObject"),
                fault("\"aws:SecureTransport\"", "\"aws:SourceIp\"", Kind.UNCLEAR, "Bool aws:SourceIp"),
                fault("\"aws:SecureTransport\"", "\"aws:SourceIp\"", Kind.NOT_DENIED, "aws:SecureTransport=false"),
                fault("\"StringLike\"", "\"StringNotLike\"", Kind.MISSING, "s3:ListBucket"),
                fault(
                        "\"Sid\": \"Never\",\n      \"Effect\": \"Deny\",",
                        "\"Sid\": \"Never\",\n      \"Effect\": \"Allow\",",
                        Kind.TOO_MUCH,
                        "s3:PutBucketPolicy"),
                fault(
                        "\"s3:DeleteObject\",",
                        "\"s3:DeleteObject\",\n        \"s3:DeleteObjectVersion\",",
                        Kind.MISSING,
                        "s3:DeleteObjectVersion"));
    }

    private static Arguments fault(String from, String to, Kind kind, String what) {
        return Arguments.of(from, to, kind, what);
    }

    @ParameterizedTest(name = "{2} {3}")
    @MethodSource("faults")
    void names_each_planted_fault(String from, String to, Kind kind, String what) {
        String sound = BucketPolicyWriter.write(BucketAccountUse.JOB, scope(BucketAccountUse.JOB));
        assertThat(sound).contains(from);
        String planted =
                sound.replaceFirst(java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to));

        assertThat(judge(BucketAccountUse.JOB, planted)).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(kind);
            assertThat(finding.what()).isEqualTo(what);
        });
    }

    @Test
    void exceptions_grant_what_nobody_counted() {
        String sound = BucketPolicyWriter.write(BucketAccountUse.READER, scope(BucketAccountUse.READER));
        assertThat(judge(BucketAccountUse.READER, sound.replaceFirst("\"Action\"", "\"NotAction\"")))
                .contains(new Finding(Kind.TOO_MUCH, "NotAction", "Look"));
        assertThat(judge(BucketAccountUse.READER, sound.replaceFirst("\"Resource\"", "\"NotResource\"")))
                .contains(new Finding(Kind.TOO_MUCH, "NotResource", "Look"));
    }

    @Test
    void seals_may_be_written_with_a_lock_only() {
        String sound = BucketPolicyWriter.write(BucketAccountUse.SEALER, scope(BucketAccountUse.SEALER));
        assertThat(judge(BucketAccountUse.SEALER, sound.replace("\"COMPLIANCE\"", "\"GOVERNANCE\"")))
                .extracting(Finding::kind)
                .contains(Kind.MISSING, Kind.TOO_MUCH);
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', Version",
        "'[]', no block",
        "'{\"Version\": \"2012-10-17\"}', Statement",
        "'{\"Version\": \"2012-10-17\", \"Version\": \"x\"}', no JSON",
        "'{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\"}]}', that of a bucket",
        "'{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Maybe\"}}', neither Allow nor Deny",
        "'{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\"}}', either Resource",
        "'{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"${aws:x}\"}}', variable"
    })
    void refuses_what_is_no_policy_of_an_account(String text, String says) {
        assertThatThrownBy(() -> IamPolicy.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(says);
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "s3:Get*, s3:GetObject, true",
        "s3:Get*Object, s3:GetObject, true",
        "a?c, abc, true",
        "a?c, ac, false",
        "a*b*c, axxbyyc, true",
        "a*b*c, axxc, false",
        "'', '', true",
        "'', a, false",
        "a**, a, true"
    })
    void reads_the_two_signs(String pattern, String text, boolean matches) {
        assertThat(IamWildcard.matches(pattern, text)).isEqualTo(matches);
    }
}

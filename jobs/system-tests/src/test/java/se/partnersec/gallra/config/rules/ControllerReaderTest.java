package se.partnersec.gallra.config.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.policy.decision.ShippedPolicy;
import se.partnersec.gallra.testing.CategoryIds;

/** What the company says of itself, and whether what the rules quote is published. */
class ControllerReaderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private ControllerDeclaration read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("register.yml"), text);
        return ControllerReader.read(file, CategoryIds.ALL);
    }

    @Test
    void what_is_not_declared_is_not_none() throws IOException {
        ControllerDeclaration nothing = ControllerReader.read(folder.resolve("register.yml"), CategoryIds.ALL);
        assertThat(nothing).isEqualTo(ControllerDeclaration.NOTHING);
        assertThat(read("transfers: not declared\nsecurity: not declared\n")).isEqualTo(nothing);
        assertThat(read("transfers: none\n").transfers()).isEmpty();
        assertThat(read("representative: none\n").representative()).isEqualTo("none");
    }

    @Test
    void reads_what_is_declared() throws IOException {
        ControllerDeclaration read = read("""
                controller: {name: Bolaget AB, organisation-number: 556000-0001, contact: dpo@exempel.se}
                data-protection-officer: Åsa, dpo@exempel.se
                transfers:
                  call-recordings: {to: USA, safeguard: adequacy decision}
                personal-data: {newsletter: "e-postadress, namn", leads: not declared}
                security: [encryption, logins]
                """);
        assertThat(read.name()).isEqualTo("Bolaget AB");
        assertThat(read.dataProtectionOfficer()).isEqualTo("Åsa, dpo@exempel.se");
        assertThat(read.transfers())
                .containsExactly(java.util.Map.entry(
                        CategoryIds.CALL_RECORDINGS, new ControllerDeclaration.Transfer("USA", "adequacy decision")));
        assertThat(read("transfers: {leads: {to: USA, safeguard: not declared}}\n")
                        .transfers())
                .as("a transfer all the same")
                .containsExactly(
                        java.util.Map.entry(CategoryIds.LEADS, new ControllerDeclaration.Transfer("USA", null)));
        assertThat(read.personalData())
                .as("the text of the category holds where none is declared")
                .containsExactly(java.util.Map.entry(CategoryIds.NEWSLETTER, "e-postadress, namn"));
        assertThat(read.security()).containsExactly("encryption", "logins");
    }

    @Test
    void names_every_fault_with_its_line() {
        assertThatThrownBy(() -> read("""
                        controler: {name: x}
                        transfers: {call-recordings: {to: USA}, calls: {to: x, safeguard: y}}
                        security: {a: b}
                        personal-data: {newsletters: x}
                        """))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("register.yml:1: ")
                .hasMessageContaining("register.yml:2: ")
                .hasMessageContaining("'safeguard'")
                .hasMessageContaining("calls")
                .hasMessageContaining("register.yml:3: ")
                .hasMessageContaining("register.yml:4: ")
                .hasMessageContaining("newsletters");
        assertThatThrownBy(() -> read("transfers: some\n")).hasMessageContaining("none or not declared, was 'some'");
    }

    @Test
    void a_sentence_must_be_published_word_for_word() throws IOException {
        assertThat(PrivacyPolicyText.faults(folder, ShippedPolicy.POLICY)).isEmpty();
        String published = Files.readString(Path.of("..", "..", "job-config", PrivacyPolicyText.FILE));
        Files.writeString(folder.resolve(PrivacyPolicyText.FILE), published.replace(" ", "\n  "));
        assertThat(PrivacyPolicyText.faults(folder, ShippedPolicy.POLICY))
                .hasValueSatisfying(faults -> assertThat(faults).isEmpty());
        Files.writeString(folder.resolve(PrivacyPolicyText.FILE), published.replace("i 60 dagar", "i 90 dagar"));
        assertThat(PrivacyPolicyText.faults(folder, ShippedPolicy.POLICY))
                .hasValueSatisfying(faults -> assertThat(faults)
                        .singleElement()
                        .asString()
                        .contains("policy.yml: 'sentence' of chat-logs is not in privacy-policy.txt word for word"));
        Files.writeString(folder.resolve(PrivacyPolicyText.FILE), published.replace("De samtal", "Ande samtal"));
        assertThat(PrivacyPolicyText.faults(folder, ShippedPolicy.POLICY))
                .as("whole words")
                .hasValueSatisfying(faults -> assertThat(faults).hasSize(1));
        Files.write(folder.resolve(PrivacyPolicyText.FILE), new byte[] {(byte) 0xC3, 'x'});
        assertThat(PrivacyPolicyText.faults(folder, ShippedPolicy.POLICY))
                .hasValueSatisfying(
                        faults -> assertThat(faults).singleElement().asString().contains("cannot be read as UTF-8"));
    }
}

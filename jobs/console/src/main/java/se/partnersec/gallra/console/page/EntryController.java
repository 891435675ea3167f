package se.partnersec.gallra.console.page;

import java.time.Duration;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import se.partnersec.gallra.console.language.ConsoleLanguage;
import se.partnersec.gallra.console.settings.ConsoleSettings;

/** The pages that everybody may open: sign-in, and the choice of the language. */
@Controller
final class EntryController {
    /** Why a sign-in failed, or is needed again. */
    private static final Set<String> REASONS = Set.of(
            "wrong",
            "too-many",
            "no-role",
            "rights",
            "roles",
            "expired",
            "unreachable",
            "refused",
            "form",
            "elsewhere",
            "shared",
            "not-registered",
            "sso-role",
            "provider",
            "provider-away",
            "busy");

    private final ConsoleSettings settings;

    EntryController(ConsoleSettings settings) {
        this.settings = settings;
    }

    @GetMapping("/sign-in")
    String signIn(@RequestParam(defaultValue = "") String why, Model model) {
        if (REASONS.contains(why)) {
            model.addAttribute("failure", "sign-in.why." + why);
        }
        model.addAttribute("sso", settings.sso() != null);
        return "sign-in";
    }

    @PostMapping("/language")
    ResponseEntity<Void> language(@RequestParam String language, @RequestParam(defaultValue = "/") String back) {
        ResponseCookie chosen = ResponseCookie.from(
                        ConsoleLanguage.COOKIE, ConsoleLanguage.of(language).getLanguage())
                .path("/")
                .maxAge(Duration.ofDays(365))
                .httpOnly(true)
                .secure(settings.secure())
                .sameSite("Lax")
                .build();
        // To a page of ours alone.
        String to = back.matches("/[a-zA-Z0-9/-]*(\\?[a-zA-Z0-9=&.%+_-]*)?") && !back.startsWith("//") ? back : "/";
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.SET_COOKIE, chosen.toString())
                .header(HttpHeaders.LOCATION, to)
                .build();
    }
}

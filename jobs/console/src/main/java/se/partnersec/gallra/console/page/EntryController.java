package se.partnersec.gallra.console.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import se.partnersec.gallra.console.settings.ConsoleSettings;

/** The pages that everybody may open: sign-in, and the choice of the language. */
@Controller
final class EntryController {
    /** Attribute of the session with why the last sign-in failed. */
    private static final String FAILURE = "se.partnersec.gallra.console.security.SignInFailure";

    private final ConsoleSettings settings;

    EntryController(ConsoleSettings settings) {
        this.settings = settings;
    }

    @GetMapping("/sign-in")
    String signIn(HttpServletRequest request, Model model) {
        HttpSession session = request.getSession(false);
        if (session != null && session.getAttribute(FAILURE) != null) {
            model.addAttribute("failure", session.getAttribute(FAILURE));
            session.removeAttribute(FAILURE);
        }
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
        String to = back.matches("/[a-zA-Z0-9/-]*") && !back.startsWith("//") ? back : "/";
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.SET_COOKIE, chosen.toString())
                .header(HttpHeaders.LOCATION, to)
                .build();
    }
}

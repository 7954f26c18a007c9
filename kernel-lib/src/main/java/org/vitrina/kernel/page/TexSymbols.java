package org.vitrina.kernel.page;

import java.util.HashMap;
import java.util.Map;

/// What TeX's commands stand for, as far as formulas in prose use them.
final class TexSymbols {
    /// How a symbol is written in MathML.
    enum Kind {
        /// A letter or another thing by itself.
        NAME,
        /// An operator, a relation, an arrow, a fence.
        OPERATOR,
        /// A large operator with its limits below and above, such as a sum.
        LIMITS,
        /// A large operator with its limits beside it, such as an integral.
        INTEGRAL,
        /// The name of a function, such as log.
        FUNCTION,
        /// The name of a function with what it ranges over below it, such as max.
        FUNCTION_LIMITS,
        /// A space, as wide as its text says.
        SPACE
    }

    record Symbol(String text, Kind kind) {}

    private static final Map<String, Symbol> BY_COMMAND = new HashMap<>();

    /// What an accent puts over its argument; a second column says whether it stretches.
    static final Map<String, String> ACCENTS = Map.ofEntries(
            Map.entry("hat", "^"),
            Map.entry("widehat", "^"),
            Map.entry("tilde", "~"),
            Map.entry("widetilde", "~"),
            Map.entry("bar", "¯"),
            Map.entry("overline", "¯"),
            Map.entry("vec", "→"),
            Map.entry("dot", "˙"),
            Map.entry("ddot", "¨"),
            Map.entry("check", "ˇ"),
            Map.entry("overbrace", "⏞"),
            Map.entry("overrightarrow", "→"));

    private TexSymbols() {}

    /// Returns what a command stands for, or null if it is not known.
    static Symbol of(String command) {
        return BY_COMMAND.get(command);
    }

    private static void put(Kind kind, String pairs) {
        String[] words = pairs.strip().split("\\s+");
        for (int i = 0; i < words.length; i += 2) {
            BY_COMMAND.put(words[i], new Symbol(words[i + 1], kind));
        }
    }

    private static void putNames(Kind kind, String names) {
        for (String name : names.split(" ")) {
            BY_COMMAND.put(name, new Symbol(name, kind));
        }
    }

    static {
        put(Kind.NAME, """
                alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
                kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ
                upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
                Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
                infty ∞ partial ∂ nabla ∇ hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ emptyset ∅ varnothing ∅ top ⊤ bot ⊥
                forall ∀ exists ∃ nexists ∄ angle ∠ ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ dotsc … dotsb ⋯
                prime ′ degree ° pounds £ S § P ¶ checkmark ✓ square □ Box □ triangle △ # # $ $ % % & & _ _
                """);
        put(Kind.OPERATOR, """
                pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙
                cap ∩ cup ∪ setminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ neg ¬ lnot ¬
                le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ ll ≪ gg ≫ lt < gt > equiv ≡ sim ∼ simeq ≃ approx ≈ cong ≅
                propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ perp ⊥ parallel ∥ models ⊨
                vdash ⊢ prec ≺ succ ≻ coloneqq ≔ triangleq ≜ doteq ≐ asymp ≍
                to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔
                implies ⟹ iff ⟺ mapsto ↦ longrightarrow ⟶ longleftarrow ⟵ uparrow ↑ downarrow ↓ hookrightarrow ↪
                Longrightarrow ⟹ rightsquigarrow ⇝ colon : backslash \\
                { { } } lbrace { rbrace } lbrack [ rbrack ] langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉
                lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ | ‖
                """);
        put(Kind.LIMITS, """
                sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀
                """);
        put(Kind.INTEGRAL, "int ∫ iint ∬ iiint ∭ oint ∮");
        put(Kind.SPACE, """
                , 0.167em : 0.222em > 0.222em ; 0.278em ! -0.167em quad 1em qquad 2em thinspace 0.167em enspace 0.5em
                """);
        BY_COMMAND.put(" ", new Symbol("0.25em", Kind.SPACE));
        putNames(
                Kind.FUNCTION,
                "log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan deg dim hom ker arg");
        putNames(Kind.FUNCTION_LIMITS, "max min sup inf lim det gcd Pr argmax argmin");
        BY_COMMAND.put("limsup", new Symbol("lim sup", Kind.FUNCTION_LIMITS));
        BY_COMMAND.put("liminf", new Symbol("lim inf", Kind.FUNCTION_LIMITS));
    }
}

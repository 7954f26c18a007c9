import uk.ac.ed.ph.snuggletex.*;
import java.util.*;
public class T { public static void main(String[] a) throws Exception {
 var engine=new SnuggleEngine();
 String[] xs={"\\frac{1}{n}\\sum_{i=1}^n x_i","\\mathrm{softmax}(z)_i = \\frac{e^{z_i}}{\\sum_j e^{z_j}}","p(x_t \\mid x_{<t})","\\hat y \\in \\mathbb{R}^{d}","\\text{loss} = -\\log p","\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}","\\begin{aligned} a &= b \\\\ &= c \\end{aligned}","\\unknown x","{ {","\\newcommand{\\a}{\\a}\\a","\\operatorname{softmax}","\\lVert x \\rVert_2","\\left( \\frac a b \\right)^2","\\mathcal{L}(\\theta)","\\lfloor x \\rfloor","\\text{<script>alert(1)</script>}","\\href{javascript:alert(1)}{x}","\\verb|x|","Q K^\\top / \\sqrt{d_k}","\\begin{cases} 1 & x>0 \\\\ 0 & \\text{else}\\end{cases}","x \\le y \\ne z \\approx w \\cdot v \\times u \\to \\infty","\\mathbf{W}","\\arg\\max_\\theta", "\\boldsymbol{x}","\\begin{align} a&=b\\end{align}","\\nabla_\\theta J","\\widehat{x}","\\bar{x}","\\tilde x","\\underbrace{a+b}_{c}","\\log_2 p","|V|","\\{a,b\\}","50\\%","a\\_b","10\\,\\text{MB}","\\sigma(x)=\\frac{1}{1+e^{-x}}","é","\\xml{x}","\\input{/etc/passwd}"};
 for (var x:xs){ long t=System.nanoTime(); 
  SnuggleSession s=engine.createSession();
  boolean ok=s.parseInput(new SnuggleInput("$$"+x+"$$"));
  var o=new XMLStringOutputOptions(); o.setEncoding("UTF-8"); o.setAddingMathSourceAnnotations(false);
  String m; try { m=s.buildXMLString(o);} catch(Throwable e){ m="EXC "+e; }
  System.out.println(x+"  ->  "+(System.nanoTime()-t)/1000+"us ok="+ok+" "+m.replace("\n","")+" ERR "+s.getErrors().stream().map(e->e.getErrorCode().toString()).toList());
 }}}

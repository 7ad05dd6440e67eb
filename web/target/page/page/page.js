var e=globalThis,t=e=>e,n=e.trustedTypes,r=n?n.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,i=`$lit$`,a=`lit$${Math.random().toFixed(9).slice(2)}$`,o=`?`+a,s=`<${o}>`,c=document,l=()=>c.createComment(``),u=e=>e===null||typeof e!=`object`&&typeof e!=`function`,d=Array.isArray,f=e=>d(e)||typeof e?.[Symbol.iterator]==`function`,p=`[ 	
\f\r]`,m=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ee=/-->/g,te=/>/g,h=RegExp(`>|${p}(?:([^\\s"'>=/]+)(${p}*=${p}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),ne=/'/g,re=/"/g,ie=/^(?:script|style|textarea|title)$/i,g=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),_=g(1),ae=g(2),v=Symbol.for(`lit-noChange`),y=Symbol.for(`lit-nothing`),oe=new WeakMap,b=c.createTreeWalker(c,129);function se(e,t){if(!d(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return r===void 0?t:r.createHTML(t)}var ce=(e,t)=>{let n=e.length-1,r=[],o,c=t===2?`<svg>`:t===3?`<math>`:``,l=m;for(let t=0;t<n;t++){let n=e[t],u,d,f=-1,p=0;for(;p<n.length&&(l.lastIndex=p,d=l.exec(n),d!==null);)p=l.lastIndex,l===m?d[1]===`!--`?l=ee:d[1]===void 0?d[2]===void 0?d[3]!==void 0&&(l=h):(ie.test(d[2])&&(o=RegExp(`</`+d[2],`g`)),l=h):l=te:l===h?d[0]===`>`?(l=o??m,f=-1):d[1]===void 0?f=-2:(f=l.lastIndex-d[2].length,u=d[1],l=d[3]===void 0?h:d[3]===`"`?re:ne):l===re||l===ne?l=h:l===ee||l===te?l=m:(l=h,o=void 0);let g=l===h&&e[t+1].startsWith(`/>`)?` `:``;c+=l===m?n+s:f>=0?(r.push(u),n.slice(0,f)+i+n.slice(f)+a+g):n+a+(f===-2?t:g)}return[se(e,c+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},le=class e{constructor({strings:t,_$litType$:r},s){let c;this.parts=[];let u=0,d=0,f=t.length-1,p=this.parts,[m,ee]=ce(t,r);if(this.el=e.createElement(m,s),b.currentNode=this.el.content,r===2||r===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(c=b.nextNode())!==null&&p.length<f;){if(c.nodeType===1){if(c.hasAttributes())for(let e of c.getAttributeNames())if(e.endsWith(i)){let t=ee[d++],n=c.getAttribute(e).split(a),r=/([.?@])?(.*)/.exec(t);p.push({type:1,index:u,name:r[2],strings:n,ctor:r[1]===`.`?fe:r[1]===`?`?pe:r[1]===`@`?me:S}),c.removeAttribute(e)}else e.startsWith(a)&&(p.push({type:6,index:u}),c.removeAttribute(e));if(ie.test(c.tagName)){let e=c.textContent.split(a),t=e.length-1;if(t>0){c.textContent=n?n.emptyScript:``;for(let n=0;n<t;n++)c.append(e[n],l()),b.nextNode(),p.push({type:2,index:++u});c.append(e[t],l())}}}else if(c.nodeType===8){if(c.data===o)p.push({type:2,index:u});else{let e=-1;for(;(e=c.data.indexOf(a,e+1))!==-1;)p.push({type:7,index:u}),e+=a.length-1}}u++}}static createElement(e,t){let n=c.createElement(`template`);return n.innerHTML=e,n}};function x(e,t,n=e,r){if(t===v)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=u(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=x(e,i._$AS(e,t.values),i,r)),t}var ue=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??c).importNode(t,!0);b.currentNode=r;let i=b.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new de(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new he(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=b.nextNode(),a++)}return b.currentNode=c,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},de=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=y,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=x(this,e,t),u(e)?e===y||e==null||e===``?(this._$AH!==y&&this._$AR(),this._$AH=y):e!==this._$AH&&e!==v&&this._(e):e._$litType$===void 0?e.nodeType===void 0?f(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==y&&u(this._$AH)?this._$AA.nextSibling.data=e:this.T(c.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=le.createElement(se(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new ue(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=oe.get(e.strings);return t===void 0&&oe.set(e.strings,t=new le(e)),t}k(t){d(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(l()),this.O(l()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,n){for(this._$AP?.(!1,!0,n);e!==this._$AB;){let n=t(e).nextSibling;t(e).remove(),e=n}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},S=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=y,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=y}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=x(this,e,t,0),a=!u(e)||e!==this._$AH&&e!==v,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=x(this,r[n+o],t,o),s===v&&(s=this._$AH[o]),a||=!u(s)||s!==this._$AH[o],s===y?e=y:e!==y&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===y?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},fe=class extends S{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===y?void 0:e}},pe=class extends S{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==y)}},me=class extends S{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=x(this,e,t,0)??y)===v)return;let n=this._$AH,r=e===y&&n!==y||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==y&&(n===y||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},he=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){x(this,e)}},ge={M:i,P:a,A:o,C:1,L:ce,R:ue,D:f,V:x,I:de,H:S,N:pe,U:me,B:fe,F:he},_e=e.litHtmlPolyfillSupport;_e?.(le,de),(e.litHtmlVersions??=[]).push(`3.3.3`);var ve=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new de(t.insertBefore(l(),e),e,void 0,n??{})}return i._$AI(e),i},{trustedTypes:ye}=globalThis,be=ye?.createPolicy(`bangfu`,{createScriptURL:e=>e}),xe=e=>document.getElementById(e)?.textContent??``;async function Se(){let e=Uint8Array.from(atob(xe(`core-wasm`)),e=>e.charCodeAt(0)),t=new Blob([e]).stream().pipeThrough(new DecompressionStream(`gzip`));return WebAssembly.compile(await new Response(t).arrayBuffer())}function Ce(e){let t=URL.createObjectURL(new Blob([xe(e)],{type:`text/javascript`})),n=new Worker(be?.createScriptURL(t)??t);return URL.revokeObjectURL(t),n}var C=class extends Error{},we=3e4,Te=`已装入的内容没有变化。请用 WPS 或 Excel 打开后另存为新的 .xlsx，再导入。`,Ee=`这一步没有算成，核算程序已重新启动，此前的内容已恢复；请换一种写法再试。`,De,w,Oe=0,ke=e=>![`look`,`template`,`json`,`preview`].includes(e.do),Ae=[],T=new Map,je=()=>De;async function Me(){De=await Se(),Le()}async function Ne(e,t){let n=await Ie(e,t);if(`error`in n)throw n.trap&&Le(),new C(n.trap?Ee:n.error);return ke(e)&&Ae.push(e),n}function Pe(e,t,n){return new Promise((r,i)=>{let a=Ce(`parse-worker`),o={sheet:``,row:0,permille:null},s=0,c=e=>{clearTimeout(s),a.terminate(),e()},l=t=>c(()=>i(new C(`${e.name}：${Fe(o)}${t}；${Te}`))),u=()=>{clearTimeout(s),s=setTimeout(()=>l(`读取长时间没有进展，已停止`),we)};t.addEventListener(`abort`,()=>c(()=>i(new C(`${e.name}：已取消读取，已装入的内容没有变化。`)))),a.onerror=e=>{e.preventDefault(),l(`文件太大或已损坏，读取已停止`)},a.onmessage=({data:e})=>{if(`progress`in e)return u(),n(o=e.progress);if(`batch`in e)return c(()=>r(e.batch));l(`文件太大或已损坏，读取已停止`)},u(),a.postMessage({...e,module:De})})}var Fe=({sheet:e,row:t})=>e===``?``:t===0?`读到“${e}”时，`:`读到“${e}”第 ${t} 行时，`;function Ie(e,t){let n=++Oe;return new Promise(r=>{T.set(n,{question:e,want:t,resolve:r}),w.postMessage({id:n,ask:e,want:t})})}function Le(){w?.terminate(),w=Ce(`core-worker`),w.onmessage=({data:e})=>Re(e),w.onerror=e=>{e.preventDefault();for(let t of[...T.keys()])Re({id:t,error:e.message,trap:!0})},w.postMessage({start:De});for(let e of Ae)w.postMessage({id:0,ask:e,want:null});for(let[e,{question:t,want:n}]of T)w.postMessage({id:e,ask:t,want:n})}function Re(e){let t=T.get(e.id);T.delete(e.id),t?.resolve(e)}function E(e){let t=e.view?.report.units??[];return t.find(({unit:t})=>t===e.unit)??t[0]??null}var ze=e=>e!==null&&(e.state.files.length>0||e.state.sample||e.report.units.length>0),Be=({units:e,cohort_only:t})=>e.length>1||t&&e.length>0;function Ve(e,t){let n=e.view?.state.cohort_only?e.view.cohort?.units.find(({unit:e})=>e===t.unit):void 0;return n?{name:n.tier,why:n.why}:t.tier}var D=e=>(e.view?.state.levels.length??0)>0;function O({view:e}){let t=[...e?.report.findings??[],...e?.cohort?.findings??[]];return[...new Map(t.map(e=>[k(e),e])).values()]}var k=({file:e,sheet:t,cell:n,old:r,why:i})=>JSON.stringify([e,t,n,r,i]);function A(e,{view:t}){let n=t?.state.reasons??[];if(e.severity===`explain`&&n.length!==0)return He.has(n)||He.set(n,new Map(n.map(e=>[k(e),e]))),He.get(n)?.get(k(e))}var He=new WeakMap,Ue=({state:e})=>e===`pending`||e===`missing`||e===`undetermined`,j=(e,t,n)=>e.view?.state.review.find(e=>e.unit===t&&e.no===n);function We(e,t){let n=E(t);switch(e){case`overview`:return n?.tier.needs.filter(({tier:e,state:t})=>t===`open`||t===`unmet`&&e===n.tier.needs[0]?.tier).length??0;case`indicators`:return n?.indicators.filter(e=>Ue(e)||j(t,n.unit,e.no)).length??0;case`findings`:return O(t).filter(e=>e.severity!==`note`&&!A(e,t)).length;case`conventions`:return new Set([...n?.tier.sensitive??[],...t.view?.cohort?.sensitive??[]].map(({convention:e})=>e)).size;case`entry`:case`cohort`:case`print`:case`schemes`:case`preview`:return 0}}function Ge(e,t){if(!e||!t||e.unit!==t.unit)return new Set;let n=Ke(e);return new Set([...Ke(t)].filter(([e,t])=>n.get(e)!==t).map(([e])=>e))}function Ke(e){let t=e=>JSON.stringify(e);return new Map([[`base`,t(e.base)],[`bonus`,t(e.bonus)],[`total`,t([e.total,e.range,e.tier.score,e.tier.range])],[`tier`,t([e.tier.name,e.tier.why])],...e.groups.map(e=>[`group ${e.name}`,t([e.score,e.range,e.rating])]),...e.indicators.map(e=>[e.no,t([e.score,e.range,e.rating,e.state])])])}var qe=({indicators:e,tier:t})=>[...t.basis,...e.flatMap(({basis:e})=>e)].filter(({kind:e})=>e===`convention`),Je=(e,t)=>qe(e).find(e=>e.id===t)?.says??``;function Ye(e){let{indicators:t,tier:n}=e,r=qe(e).map(({id:e})=>e);return new Set([...r,...n.undetermined,...t.flatMap(({gaps:e})=>e),...n.sensitive.map(({convention:e})=>e)])}var Xe=128<<20,M=new Map;function Ze(e,t){M.delete(e);let n=[...M.values()].reduce((e,t)=>e+(t.held?t.file.size:0),t.size);M.set(e,{file:t,held:n<=Xe?et(t):null})}var Qe=(e,t)=>Ze(e,new Blob([t]));async function $e(e){let t=M.get(e);return t?await t.held??et(t.file):null}var et=e=>e.arrayBuffer().then(e=>new Blob([e]),()=>null),N={view:null,screen:`overview`,unit:null,panel:null,message:null,reading:null,pending:null,moved:new Set,at:``,reviewer:``,drafts:new Map,grades:new Set([`must`,`explain`]),search:``,filter:{file:``,sheet:``,due:!1},explaining:null,marking:!1,windows:[],target:null,shown:200,form:null,category:null,sheet:null,draft:null,from:0,dense:!0},tt=()=>{},nt=!1;function rt(e){tt=e}function P(e){Object.assign(N,e),nt||(nt=!0,requestAnimationFrame(()=>{nt=!1,tt()}))}var F=(e,t=!1)=>P({message:{text:e,grave:t}}),it={skip:!1,without:[],place:`by_name`},at=`overview`,ot=e=>ut(e.map(e=>({name:e.name,file:e,text:null}))),st=e=>ut([{name:`粘贴的表格`,file:null,text:e}]),I=(e,t)=>e.length===t.length&&e.every((e,n)=>e===t[n]);function ct(){let e=N.pending?.mappings??[];return[...(N.view?.state.mappings??[]).filter(({heads:t})=>!e.some(e=>I(e.heads,t))),...e]}async function lt(e,t){let n=new AbortController,r=[];try{for(let i of e){let e=(e={sheet:``,row:0,permille:null})=>P({reading:{name:i.name,at:e,stop:n}});e();try{let t={...i,year:N.view?.state.year??0,mappings:ct()};r.push({...i,batch:await Pe(t,n.signal,e)})}catch(e){if(!(e instanceof C))throw e;if(t.push({text:e.message,grave:!0}),n.signal.aborted)return null}}return r}finally{P({reading:null})}}async function ut(e){P({message:null});let t=[],n=await lt(e,t);n?.length&&await dt(n,t),t.length&&F(t.map(({text:e})=>e).join(`
`),!0)}async function dt(e,t){let n=N.pending,r=[...(n?.files??[]).map((e,t)=>({file:e,choice:n?.choices[t]??it})).filter(({file:t})=>!e.some(e=>e.name===t.name&&e.file!==null)),...e.map(e=>({file:e,choice:it}))],i=async e=>{P({pending:{files:e.map(({file:e})=>e),choices:e.map(({choice:e})=>e),mappings:n?.mappings??[],preview:null}});let r=await ht();return r&&t.push({text:r,grave:!0}),N.pending?.preview?.files??[]},a=await i(r),o=a.filter(e=>!e.usable&&!ft(e));t.push(...o.map(e=>({text:pt(e),grave:!0})));let s=r.filter((e,t)=>a[t]&&!o.includes(a[t]));if(s.length===0)return void P({pending:null});o.length&&await i(s),N.screen!==`preview`&&(at=N.screen),P({screen:`preview`}),mt()}var ft=({sheets:e})=>e.some(({heads:e,columns:t})=>e.length>0&&t.some(({samples:e})=>e.length>0));function pt({name:e,findings:t}){let n=t.find(({severity:e})=>e===`must`);return n?`${e}：${n.why}。${n.mend}`:`${e} 里没有可以采用的行，已装入的内容没有变化。`}function mt(){requestAnimationFrame(()=>document.querySelector(`.preview [data-first], #take-in:not(:disabled)`)?.focus({preventScroll:!0}))}async function ht(){let{pending:e}=N;return e?L({do:`preview`,batches:e.files.map(({batch:e})=>e),choice:gt(e)}):null}var gt=({choices:e})=>({files:e,mappings:ct()});async function _t(e,t){let{pending:n}=N;n&&(P({pending:{...n,choices:n.choices.map((n,r)=>r===e?{...n,...t}:n)}}),await ht())}async function vt(e){let{pending:t}=N;if(!t)return;let n=t.mappings.filter(({heads:t})=>!I(t,e.heads));P({pending:{...t,mappings:[...n,e]}}),await yt(t.preview?.files.map(({sheets:t})=>t.some(({heads:t})=>I(t,e.heads)))??[])}async function yt(e){let t=N.pending?.files??[],n=[],r=await lt(t.filter((t,n)=>e?.[n]??!e).map(({name:e,file:t,text:n})=>({name:e,file:t,text:n})),n),{pending:i}=N;if(i&&r){let e=e=>r.find(({name:t,file:n})=>t===e.name&&n===e.file)??e;P({pending:{...i,files:i.files.map(e)}}),await ht()}n.length&&F(n.map(({text:e})=>e).join(`
`),!0)}async function bt(e){await B({kind:`year`,year:e}),await yt()}async function xt({scheme:e,track:t}){N.drafts.clear(),P({form:null,category:null,sheet:null,draft:null,from:0});let{year:n}=N.view?.state??{};await B({kind:`track`,scheme:e,track:t}),N.view?.state.year!==n&&await yt()}function St(){P({pending:null,screen:at}),F(`没有装入，内容没有变化。`)}async function Ct(){let{pending:e}=N;if(!e?.preview?.usable)return;let{files:t,choices:n,preview:r}=e,i=await L({do:`load`,batches:t.map(({batch:e})=>e),choice:gt(e)});if(i)return F(i,!0);for(let[e,i]of r.files.entries()){let r=t[e];r&&!n[e]?.skip&&(r.file?Ze(i.goes_by,r.file):Qe(i.goes_by,r.text??``))}P({pending:null,screen:at}),F(wt(r.files,n)),L({do:`look`}),requestAnimationFrame(()=>document.getElementById(`work`)?.focus())}function wt(e,t){let n=e.map((e,n)=>{let{skip:r=!1,without:i=[]}=t[n]??{},a=N.view?.state.files.find(({name:t})=>t===e.goes_by);if(r||!a)return`没有装入 ${e.name}${r?`（按选择）`:`：没有可以采用的行`}。`;let o=i.length?`按选择没有装入的表：${i.join(`、`)}。`:``;return`已装入 ${a.name}：${a.rows} 行，采用 ${a.used} 行，退回 ${a.refused} 行。${o}`}),r=N.view?.state.review.length??0;return[...n,...r?[`有 ${r} 项打分所依据的内容有变化，在“指标”中列为待复核。`]:[]].join(`
`)}var Tt=0,Et=[`cohort`,`entry`,`findings`],Dt=()=>({unit:N.unit,conventions:N.screen===`conventions`,schemes:N.screen===`schemes`,cohort:Et.includes(N.screen),explain:N.panel?.kind===`indicator`?N.panel.no:null,form:N.screen===`print`?N.form??``:null,sheet:N.screen===`entry`?N.sheet??``:null,windows:N.windows});async function L(e){try{let{view:t,bytes:n,preview:r}=await Ne(e,Dt()),i=E(N);return P({view:t}),r&&N.pending&&P({pending:{...N.pending,preview:r}}),ke(e)&&(P({moved:Ge(i,E(N)),at:Ot()}),clearTimeout(Tt),Tt=window.setTimeout(()=>P({moved:new Set}),2e3),e.do!==`load`&&ht()),n&&Rt(n,e.do===`json`?`测算结果-${t.state.year}.json`:`${t.state.title}台账模板.xlsx`),null}catch(e){if(e instanceof C)return e.message;throw e}}async function R(e){let t=await L(e);t&&F(t,!0)}var Ot=()=>new Date().toLocaleTimeString(`zh-CN`,{hour:`2-digit`,minute:`2-digit`,hour12:!1}),z=()=>R({do:`look`}),kt=()=>R({do:`undo`}),At=()=>R({do:`redo`});function jt(){return P({message:null}),R({do:`sample`})}var Mt=()=>R({do:`json`}),Nt=()=>R({do:`template`}),B=e=>R({do:`apply`,edit:e}),V=e=>L({do:`apply`,edit:e}),Pt=(e,t,n)=>L({do:`enter`,sheet:e,rows:t,block:n});function Ft(e,t=0){return P({sheet:e,draft:null,from:t,target:null}),z()}async function It({scheme:e,track:t,title:n,track_name:r}){P({screen:`overview`,panel:null,form:null,category:null,sheet:null,draft:null,from:0}),N.drafts.clear();let i=N.view?.state,a=i&&i.files.length>0&&!i.sample?`装入的文件保留，按原方案打的分和口径调整不再采用；可以撤销。`:``,o=await L({do:`apply`,edit:{kind:`track`,scheme:e,track:t}});F(o??`已改用《${n}》（${r}）。${a}`,o!==null)}function H(e){P({screen:e,message:N.message?.grave?N.message:null,panel:e===`indicators`||e===`overview`?N.panel:null}),z()}function U(e){P({panel:e}),z()}function Lt(e){P({unit:e}),z()}function Rt(e,t){let n=document.createElement(`a`);n.href=URL.createObjectURL(new Blob([e])),n.download=t,n.click(),setTimeout(()=>URL.revokeObjectURL(n.href),6e4)}var zt=[`●`,`◐`,`○`,`▽`],Bt=(e,t)=>zt[t.indexOf(e)]??`◇`;function W({before:e,after:t,clause:n}){return e===t?y:_`<span class="cap" title=${n}><s><span class="sr">封顶前 </span>${e}</s> → ${t} 封顶</span>`}var Vt=([e,t])=>e===t?e:`${e} ~ ${t}`,G=(e,t)=>e??(t?Vt(t):`未定`),Ht=({total:e,range:t,tier:n})=>G(e??n.score,t??n.range),Ut=(e,t)=>_`<button class="basis" aria-label=${`${e}：怎么算的`} title="怎么算的" @click=${e=>{e.stopPropagation(),t()}}>据</button>`,K=(e,t)=>e.has(t)?`moved`:``,q={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Wt=e=>(...t)=>({_$litDirective$:e,values:t}),Gt=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:Kt}=ge,qt=e=>e,Jt=e=>e.strings===void 0,Yt=()=>document.createComment(``),J=(e,t,n)=>{let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new Kt(r.insertBefore(Yt(),i),r.insertBefore(Yt(),i),e,e.options);else{let t=n._$AB.nextSibling,a=n._$AM,o=a!==e;if(o){let t;n._$AQ?.(e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==a._$AU&&n._$AP(t)}if(t!==i||o){let e=n._$AA;for(;e!==t;){let t=qt(e).nextSibling;qt(r).insertBefore(e,i),e=t}}}return n},Y=(e,t,n=e)=>(e._$AI(t,n),e),Xt={},Zt=(e,t=Xt)=>e._$AH=t,Qt=e=>e._$AH,$t=e=>{e._$AR(),e._$AA.remove()},X=Wt(class extends Gt{constructor(e){if(super(e),e.type!==q.PROPERTY&&e.type!==q.ATTRIBUTE&&e.type!==q.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!Jt(e))throw Error("`live` bindings can only contain a single expression")}render(e){return e}update(e,[t]){if(t===v||t===y)return t;let n=e.element,r=e.name;if(e.type===q.PROPERTY){if(t===n[r])return v}else if(e.type===q.BOOLEAN_ATTRIBUTE){if(!!t===n.hasAttribute(r))return v}else if(e.type===q.ATTRIBUTE&&n.getAttribute(r)===t+``)return v;return Zt(e),t}});function en(e,t,n){let r=_` <small>${e.max===null?y:`/ ${e.max}`}</small>`;return e.judged&&e.state!==`not_applicable`?D(n)?rn(e,t,n):an(e,t,n,r):_`<b class=${e.score===null&&e.rating===null?`word`:``}>${tn(e)}</b>${r}`}function tn({state:e,score:t,rating:n,range:r}){return e===`not_applicable`?`不适用`:t??n??(r?Vt(r):e===`pending`?`待评`:e===`missing`?`缺佐证`:`未定`)}function nn({state:e,judged:t,score:n,rating:r,range:i}){return!t&&n===null&&r===null&&i===null?y:e===`missing`?_`<span class="state missing">缺佐证</span>`:e===`pending`&&!t?_`<span class="state pending">待评</span>`:e===`undetermined`&&(t||n!==null)?_`<span class="state undetermined">未定</span>`:y}function rn(e,t,n){let r=e.rating??``;return _`<select class="level" aria-label=${`${e.no} 等次`} .value=${X(r)} @change=${async n=>{let i=n.target,a=await V({kind:`assess`,unit:t.unit,no:e.no,points:i.value||null,by:N.reviewer,reason:``});a&&(i.value=r,F(a,!0))}}>
    ${[``,...n.view?.state.levels??[]].map(e=>_`<option value=${e} ?selected=${e===r}>${e||`待评`}</option>`)}</select>`}function an(e,t,n,r){let i=`${t.unit} ${e.no}`,a=n.drafts.get(i),o=e.score??``,s=a?.refused??null;return _`<input class="points" inputmode="decimal" autocomplete="off" spellcheck="false" placeholder="待评"
      aria-label=${`${e.no} 得分`} aria-invalid=${s?`true`:`false`} title=${s??``}
      .value=${X(a?.text??o)}
      @input=${e=>N.drafts.set(i,{text:e.target.value,refused:null})}
      @change=${n=>on(i,e,t,o,n.target)}
      @keydown=${e=>sn(e,i,o)}>${r}
    ${s?_`<span class="refused" role="alert">${s}</span>`:y}`}async function on(e,t,n,r,i){let a=i.value.trim();if(a===r)return N.drafts.delete(e),P({});let o=await V({kind:`assess`,unit:n.unit,no:t.no,points:a||null,by:N.reviewer,reason:``});N.drafts.get(e)?.text.trim()===a&&(o?N.drafts.set(e,{text:a,refused:o}):N.drafts.delete(e)),P({})}function sn(e,t,n){if(e.isComposing||e.keyCode===229)return;let r=e.target,i=e.key===`Enter`||e.key===`ArrowDown`?1:e.key===`ArrowUp`?-1:0;if(e.key===`Escape`&&(r.value=n,N.drafts.delete(t),P({}),e.stopPropagation()),i===0)return;e.preventDefault();let a=[...r.closest(`table`)?.querySelectorAll(`input.points`)??[]],o=a[a.indexOf(r)+i];o?(o.focus(),o.select()):r.blur()}function cn(e,t,n){let{overridden:r}=e;return _`<section class="override" aria-labelledby="override-title">
    <h3 id="override-title">改评</h3>
    ${r?_`<p>原核算${D(n)?`折算分`:``} <b>${r.computed??`未定`}</b>，${r.by} 改评。理由：${r.reason}</p>
          <button class="button" @click=${()=>dn(e,t,null,``,``)}>撤回改评</button>`:y}
    <form @submit=${n=>un(n,e,t)}>
      ${ln(n.view?.state.levels??[])}
      <label>评审人 <input name="by" required autocomplete="off" spellcheck="false" .value=${n.reviewer}></label>
      <label class="wide">理由 <input name="reason" required autocomplete="off" spellcheck="false"></label>
      <button class="button">改评</button>
    </form>
  </section>`}var ln=e=>e.length?_`<label>等次 <select name="points" required><option value=""></option>${e.map(e=>_`<option>${e}</option>`)}</select></label>`:_`<label>得分 <input name="points" class="points" inputmode="decimal" required autocomplete="off"></label>`;function un(e,t,n){e.preventDefault();let r=e.target,i=e=>String(new FormData(r).get(e)??``).trim();P({reviewer:i(`by`)}),dn(t,n,i(`points`),i(`by`),i(`reason`)).then(e=>e&&r.reset())}async function dn({no:e},{unit:t},n,r,i){let a=await V({kind:`assess`,unit:t,no:e,points:n,by:r,reason:i});return a&&F(a,!0),a===null}function fn({no:e},t,n){let r=j(n,t.unit,e);if(!r)return y;let{then:i,now:a}=r;return _`<div class="review-note" role="group" aria-label="待复核">
    <p><span class="review">待复核</span>　打分以后，所依据的内容有变化。</p>
    ${i===a?_`<p class="second">行数没有变（${a||`没有行`}），行里的内容有改动。</p>`:_`<p class="second">打分时：${i||`没有行`}；现在：${a||`没有行`}。</p>`}
    <button class="button" @click=${()=>B({kind:`keep`,unit:t.unit,no:e})}>维持打的分</button>
  </div>`}var pn=50;function mn(e,t,n=t.length){return t.length===0?y:_`<section class="rows"><h3>${e} <small>${n} 行</small></h3>
    <ul>${t.slice(0,pn).map(e=>_`<li>
      <p class="place"><span title=${e.file}>${e.sheet}!${e.row}行</span>${e.worth===null?y:_`<b>${e.worth}</b>`}</p>
      ${e.why?_`<p class="why">${e.why}</p>`:y}
      <p class="cells">${e.cells.map(([e,t])=>_`<span><small>${e}</small> ${t}</span> `)}</p>
    </li>`)}</ul>
    ${n>pn?_`<p class="second">这里只列前 ${Math.min(pn,t.length)} 行。</p>`:y}
  </section>`}function hn(e,t,n,r){let i=t.indicators.find(t=>t.no===e);if(!i)return _`${r}`;let a=n.view?.explanation,o=a?.no===e?a:null;return _`<header><h2 id="panel-title" tabindex="-1">${e}　怎么算的</h2>${r}</header>
    <p class="name">${i.name}</p>
    <p class="figure"><b>${tn(i)}</b>${i.max===null?y:_`<small>/ ${i.max}</small>`} ${i.caps.map(W)}</p>
    ${fn(i,t,n)}
    ${i.gaps.length?_`<p class="gaps">文件没有规定，也没有采用口径：${i.gaps.join(`、`)}</p>`:y} ${_n(i)} ${gn(`notes`,i.notes)}
    ${o?_`${vn(o)} ${mn(`采用的行`,o.counted,i.counted)} ${mn(`未采用的行`,o.refused,i.refused)}
      ${o.evidence.map(({sheet:e,rows:t,total:n})=>mn(`佐证：${e}`,t,n))}`:y}
    ${bn(o,i)}
    ${i.judged?Sn(i):cn(i,t,n)}`}var gn=(e,t)=>t.length?_`<ul class=${e}>${t.map(e=>_`<li>${e}</li>`)}</ul>`:y,_n=({facts:e})=>e.length?_`<p class="facts">${e.map(({name:e,value:t,unit:n})=>_`<span>${e} <b>${t}</b>${n}</span>`)}</p>`:y;function vn({lines:e}){return _`<table class="steps"><caption class="sr">计算过程</caption><tbody>${e.map(yn)}</tbody></table>`}var yn=({depth:e,text:t,value:n,basis:r})=>_`<tr>
  <td class=${`d${Math.min(e,3)}`}>${t}${r.filter(({kind:e})=>e===`convention`).map(({id:e,says:t})=>_` <span class="tag" title=${t}>口径 ${e}</span>`)}</td>
  <td class="num">${n??``}</td></tr>`;function bn(e,t){let n=[...t.basis,...e?.lines.flatMap(e=>e.basis)??[]],r=[...new Map(n.map(e=>[`${e.kind} ${e.id}`,e])).values()],i=e=>r.filter(t=>t.kind===e);return _`<section aria-labelledby="basis-title"><h3 id="basis-title">依据</h3>
    <dl class="basis-list">
      ${i(`clause`).map(xn)}
      ${i(`convention`).map(xn)}
    </dl></section>`}var xn=({kind:e,id:t,says:n})=>e===`convention`?_`<dt>本地口径 ${t}</dt><dd>${n}</dd>`:_`<dt>条款</dt><dd>${t}</dd>`,Sn=({overridden:e})=>e?.by?_`<p class="second">评审人：${e.by}${e.reason?`；理由：${e.reason}`:``}</p>`:y;function Cn({score:e,range:t,max:n,rating:r},i){return i?r===null?_`<b class="word">${t?`待评`:`不适用`}</b>${t?_` <small class="mean">${G(e,t)}</small>`:y}`:_`<b>${r}</b> <small class="mean">${G(e,t)}</small>`:_`<b>${G(e,t)}</b>${n===null?y:_` <small>/ ${n}</small>`}`}function wn(e,t,n,r,i){let a=e.range?`含待评`:`未定`;return _`<header><h2 id="panel-title" tabindex="-1">${t}　怎么算的</h2>${i}</header>
    <table class="steps"><caption class="sr">${t}的组成</caption><tbody>
      ${e.groups.map(e=>_`<tr>
        <td>${e.name}${e.bonus?`（加分）`:``}<br>${e.caps.map(e=>_`${W(e)} <span class="second">${e.before===e.after?``:e.clause}</span>`)}</td>
        <td class="num">${n?Cn(e,!0):G(e.score,e.range)}</td></tr>`)}
      ${n?y:_`<tr><td>基本分</td><td class="num">${e.base??a}</td></tr>
      <tr><td>加分</td><td class="num">${e.bonus??a}</td></tr>`}
      ${e.components.map(({name:e,weight:t,score:n,range:r})=>_`<tr><td>${e} <span class="second">权重 ${t}</span></td><td class="num">${G(n,r)}</td></tr>`)}
      <tr class="sum"><td>${t}</td><td class="num">${Ht(e)}</td></tr>
    </tbody></table>
    <p class="second">${r}</p>`}function Tn(e){let t=E(e);if(!e.panel||!t)return y;let n=_`<button class="quiet" aria-label="关闭怎么算的" @click=${En}>关闭</button>`;return _`<aside class="panel no-print" aria-labelledby="panel-title">
    ${e.panel.kind===`total`?wn(t,e.view?.state.sum??``,D(e),Ve(e,t).why,n):hn(e.panel.no,t,e,n)}
  </aside>`}function En(){let e=document.activeElement?.closest(`.panel`)!=null,t=document.querySelector(`.grid tr.current button`);U(null),e&&t?.focus()}function Dn(){document.addEventListener(`keydown`,On),document.addEventListener(`paste`,An),window.addEventListener(`dragover`,e=>{e.preventDefault(),document.body.classList.add(`dragging`)}),window.addEventListener(`dragleave`,e=>{e.relatedTarget===null&&document.body.classList.remove(`dragging`)}),window.addEventListener(`drop`,jn),window.addEventListener(`beforeunload`,e=>{(N.view?.state.can_undo||N.draft||N.pending)&&(e.preventDefault(),e.returnValue=``)})}function On(e){if(e.key===`Escape`&&N.panel&&!e.isComposing)return En();if(!(e.ctrlKey||e.metaKey)||e.altKey||e.isComposing||kn(e.target))return;let t=e.key.toLowerCase(),n=t===`z`&&!e.shiftKey,r=t===`y`||t===`z`&&e.shiftKey;(n||r)&&(e.preventDefault(),n&&N.view?.state.can_undo&&kt(),r&&N.view?.state.can_redo&&At())}function kn(e){return!(e instanceof HTMLInputElement)||[`radio`,`checkbox`,`file`].includes(e.type)?!1:e.classList.contains(`cell`)?N.draft!==null:!e.classList.contains(`points`)||[...N.drafts.values()].some(({text:t})=>t===e.value)}function An(e){let t=e.clipboardData;if(!t||e.target instanceof HTMLInputElement&&e.target.type!==`file`)return;let n=t.getData(`text/plain`);if(t.files.length&&!n.trim())ot([...t.files]);else if(n.trim())st(n);else return;e.preventDefault()}function jn(e){e.preventDefault(),document.body.classList.remove(`dragging`);let t=[...e.dataTransfer?.items??[]].map(e=>e.webkitGetAsEntry()).find(e=>e?.isDirectory);if(t)return F(`“${t.name}”是文件夹，没有读取。请打开它，选中里面的文件一起拖入。`,!0);let n=[...e.dataTransfer?.files??[]];n.length&&ot(n)}function Mn({better:e,sample:t}){return!e||t?y:_`<p class="better no-print" role="status"><span>这份台账更像《${e.title}》（${e.track_name}）。</span>
    <button class="button" @click=${()=>It(e)}>切换</button></p>`}function Nn({cuts:e,population:t,overruns:n},r,{tiers:i}){let a=t.filter(e=>r===null||e.category===null||e.category===r),o=i.filter(t=>e.some(e=>e.tier===t)),s=t.some(e=>e.category!==null),c=n.filter(e=>r===null||e.category===null||e.category===r);return _`<table class="plain quotas">
      <caption>等次界线</caption>
      <thead><tr>${s?_`<th scope="col">类别</th>`:y}<th scope="col" class="num">单位数</th>
        ${o.map(t=>_`<th scope="col" class="num">${t}　${Pn(e.find(e=>e.tier===t))}</th>`)}</tr></thead>
      <tbody>${a.map(t=>_`<tr>
        ${s?_`<th scope="row">${t.category??`未填类别`}</th>`:y}<td class="num">${t.units}</td>
        ${o.map((n,r)=>_`<td class="num">${Fn(e.find(e=>e.tier===n&&e.category===t.category),r>0)}</td>`)}</tr>`)}</tbody>
    </table>
    ${c.length?_`<ul class="overruns" aria-label="名额超出">${c.map(e=>_`<li>${e.category===null?``:`${e.category}：`}“${e.tier}”名额 ${e.places} 个，因并列定了 ${e.given} 个</li>`)}</ul>`:y}`}var Pn=e=>e?e.share===null?`${e.line} 分以上`:`前 ${e.share}`:``,Fn=(e,t)=>e?_`<b>${e.given}</b>${e.places===null?y:_` <small>${t?`累计名额`:`名额`} ${e.places}</small>`}`:_``;function In(e,t){let{tier:n}=e,r=t.view?.state.tiers??[];return t.view?.state.cohort_only?Ln(t.view.cohort?.sensitive??[],t.view.state.units.length):_`<section class="block" aria-labelledby="sensitive">
    <h2 id="sensitive">口径敏感</h2>
    ${n.sensitive.length===0?_`<p class="second">换用其他本地口径，等次${n.name===null?`仍未定`:`都不变`}。</p>`:_`<p class="second">文件没有写明的地方换一种取法，等次就会变：</p>
        <ul class="sensitive">${n.sensitive.map(({convention:t,says:n,tier:i})=>_`<li>
          <button class="link" @click=${()=>H(`conventions`)}>${t}</button>
          <span>改为“${n}”<br><span class="second">现用　${Je(e,t)}</span></span>
          <span class="other">→ ${i===null?`等次未定`:_`<span aria-hidden="true">${Bt(i,r)}</span> ${i}`}</span></li>`)}</ul>`}
  </section>`}function Ln(e,t){return _`<section class="block" aria-labelledby="sensitive">
    <h2 id="sensitive">口径敏感</h2>
    ${e.length===0?_`<p class="second">${t>1?`换用其他本地口径，各单位的等次都不变。`:`等次要与其他单位一起比较，装入全部参评单位后再看。`}</p>`:_`<p class="second">文件没有写明的地方换一种取法，等次就会变：</p>
        <ul class="sensitive">${e.map(({convention:e,asks:t,says:n,changed:r})=>_`<li>
          <button class="link" @click=${()=>H(`conventions`)}>${e}</button>
          <span>改为“${n}”<br><span class="second">${t}</span></span>
          <span class="other">${r} 个单位等次改变</span></li>`)}</ul>`}
  </section>`}function Rn(e){let t=e.view?.cohort;if(!e.view||!t)return _`<p class="wait">正在汇总…</p>`;let{state:n}=e.view,r=[...new Set(t.units.flatMap(({category:e})=>e??[]))],i=r.find(t=>t===e.category)??null,a=t.units.filter(e=>i===null||e.category===i);return _`<div class="screen-head">
      <h1>汇总定等</h1>
      ${r.length>1?_`<label>单位类别 <select aria-label="单位类别" @change=${e=>P({category:e.target.value||null})}>
        <option value="" ?selected=${i===null}>全部</option>
        ${r.map(e=>_`<option ?selected=${e===i}>${e}</option>`)}</select></label>`:y}
      <span class="grow"></span>
      <span role="status">${a.length} 个单位，${Bn(a,n.tiers)}</span>
    </div>
    ${n.units.length===1?_`<p class="better">只装入了 1 个单位。名次和比例要在全部参评单位之间比较，请把各单位的台账一起导入。</p>`:y}
    ${Nn(t,i,n)}
    ${Vn(a,t.cuts,r.length>0,n.tiers)}
    ${Ln(t.sensitive,n.units.length)}`}var zn={ranked:`未定`,waiting:`未定`,held:`不定等次`,apart:`不参评`};function Bn(e,t){let n=e.map(({tier:e,place:t})=>e??zn[t]);return[...t,...new Set(Object.values(zn))].map(e=>[e,n.filter(t=>t===e).length]).filter(([,e])=>e>0).map(([e,t])=>`${e} ${t} 个`).join(`，`)}function Vn(e,t,n,r){let i=n?6:5;return _`<table class="grid cohort">
    <caption class="sr">各单位名次和等次</caption>
    <colgroup><col class="c-rank"><col class="c-unit">${n?_`<col class="c-category">`:y}<col class="c-sum"><col class="c-tier"><col></colgroup>
    <thead><tr><th scope="col">名次</th><th scope="col">单位</th>${n?_`<th scope="col">类别</th>`:y}<th scope="col" class="num">得分</th><th scope="col">等次</th><th scope="col">理由</th></tr></thead>
    <tbody>${e.map((a,o)=>_`${Hn(e[o-1],a,t,i)}${Un(a,n,r)}`)}</tbody>
  </table>`}function Hn(e,t,n,r){let i=e?.above.filter(e=>!t.above.includes(e))??[];return i.length===0||t.rank===null?y:_`<tr class="cut"><td colspan=${r}>${i.map(t=>`“${t}”到此为止（${Pn(n.find(n=>n.tier===t&&(n.category===null||n.category===e?.category)))}）`).join(`，`)}</td></tr>`}function Un({unit:e,category:t,score:n,rank:r,tier:i,why:a,ceiling:o,tie:s,place:c},l,u){let d=()=>{H(`overview`),Lt(e)},f=c===`apart`?`不参评`:`未定`;return _`<tr>
    <td>${r===null?f:_`<b>${r}</b>${s?_` <small>并列</small>`:y}`}</td>
    <th scope="row"><button class="link" @click=${d}>${e||`（未写单位名称）`}</button></th>
    ${l?_`<td>${t??`未填`}</td>`:y}
    <td class="num">${n??(r===null?f:`只有名次`)}</td>
    <td class="tier-cell">${i===null?zn[c]:_`<span aria-hidden="true">${Bt(i,u)}</span> <b>${i}</b>`}</td>
    <td class="why">${a}${o===null||a.includes(o)?y:_` <b class="veto">${o}</b>`}</td>
  </tr>`}var Wn=(e,t,n)=>{let r=new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},Gn=Wt(class extends Gt{constructor(e){if(super(e),e.type!==q.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){let i=Qt(e),{values:a,keys:o}=this.dt(t,n,r);if(!Array.isArray(i))return this.ut=o,a;let s=this.ut??=[],c=[],l,u,d=0,f=i.length-1,p=0,m=a.length-1;for(;d<=f&&p<=m;)if(i[d]===null)d++;else if(i[f]===null)f--;else if(s[d]===o[p])c[p]=Y(i[d],a[p]),d++,p++;else if(s[f]===o[m])c[m]=Y(i[f],a[m]),f--,m--;else if(s[d]===o[m])c[m]=Y(i[d],a[m]),J(e,c[m+1],i[d]),d++,m--;else if(s[f]===o[p])c[p]=Y(i[f],a[p]),J(e,i[d],i[f]),f--,p++;else if(l===void 0&&(l=Wn(o,p,m),u=Wn(s,d,f)),l.has(s[d])){if(l.has(s[f])){let t=u.get(o[p]),n=t===void 0?null:i[t];if(n===null){let t=J(e,i[d]);Y(t,a[p]),c[p]=t}else c[p]=Y(n,a[p]),J(e,i[d],n),i[t]=null;p++}else $t(i[f]),f--}else $t(i[d]),d++;for(;p<=m;){let t=J(e,c[m+1]);Y(t,a[p]),c[p++]=t}for(;d<=f;){let e=i[d++];e!==null&&$t(e)}return this.ut=o,Zt(e,c),v}});function Kn(e,t){let{name:n}=Ve(t,e);return _`<p class="running" role="status"><span class=${K(t.moved,`total`)}>${t.view?.state.sum} <b>${Ht(e)}</b></span>
    <span class=${K(t.moved,`tier`)}>${n===null?`等次未定`:`预计：${n}`}</span></p>`}function qn(e){let t=e.view?.conventions,n=E(e);if(!e.view||!t)return _`<p class="wait">正在取口径…</p>`;let{cohort:r}=e.view,i=[...(n?.tier.sensitive??[]).map(e=>({...e,then:`改用后等次：${e.tier??`未定`}`})),...(r?.sensitive??[]).map(e=>({...e,then:`改用后 ${e.changed} 个单位等次改变`}))],a=new Set([...n?Ye(n):[],...i.map(({convention:e})=>e)]),o=[[`本次核算用到`,t.filter(e=>a.has(e.id)&&!e.fixed)],[e.view.state.cohort_only?`其他口径`:`本次没有用到`,t.filter(e=>!a.has(e.id)&&!e.fixed)],[`固定口径`,t.filter(e=>e.fixed)]];return _`<div class="screen-head">
      <h1>口径</h1>
      ${n?Kn(n,e):y}
    </div>
    ${Jn(e.view.state)}
    <p class="second">文件没有写明的地方按本地口径处理。换一种读法，得分和等次立即重算。</p>
    ${o.map(([e,t])=>t.length?_`<section class="conventions ${t[0]?.fixed?`fixed`:``}"><h2>${e}</h2>${Gn(t,({id:e})=>e,e=>Zn(e,i))}</section>`:y)}`}function Jn({year:e,as_of:t,as_of_assumed:n}){return _`<p class="period">
    <label>评价年度 <input class="points" inputmode="numeric" autocomplete="off" .value=${String(e)} @change=${Yn(Xn,e=>String(e.year))}></label>
    <label>截止日期 <input class="date" autocomplete="off" .value=${t} @change=${Yn(e=>B({kind:`as_of`,date:e}),e=>e.as_of)}></label>
    ${n?_`<span class="second">截止日期为推算</span>`:y}
  </p>`}var Yn=(e,t)=>async n=>{let r=n.target;await e(r.value.trim()),N.view&&(r.value=t(N.view.state))};async function Xn(e){if(/^\d{4}$/.test(e))return B({kind:`year`,year:Number(e)});F(`“${e}”不是年度，应写成 2022 这样的四位数。`,!0)}function Zn(e,t){let n=t.filter(({convention:t})=>t===e.id),r=t=>B({kind:`convention`,id:e.id,value:t}),i=(t,i)=>{let a=n.find(e=>e.value===t);return _`<label><input type="radio" name=${e.id} .checked=${X(e.value===t)} @change=${()=>r(t)}> <span>${i}${t!==null&&t===e.default?_` <small>默认</small>`:y}${a?_` <b class="flip">${a.then}</b>`:y}</span></label>`},a=`convention-${e.id}`;return _`<div class="convention" role="group" aria-labelledby=${a}>
    <div>
      <h3 id=${a}><span class="id">${e.id}</span> ${e.asks}</h3>
      <p class="second">${e.why}</p>
    </div>
    ${e.fixed?y:_`<div class="choices">${e.choices.map(({id:e,says:t})=>i(e,t))}${i(null,`不用此口径（文件没写的，列为未定）`)}${Qn(e)}</div>`}
  </div>`}function Qn({from:e,files:t}){let n=t.join(`、`);return e===`page`?_`<p class="origin">现用取法：本页修改</p>`:e===`file`?_`<p class="origin">现用取法：取自 ${n} 的口径设置，对全部文件起作用</p>`:t.length?_`<p class="origin flip">${n} 的口径设置互相矛盾，都没有采用，仍按默认</p>`:y}function $n({title:e,track_name:t,can_sample:n}){return _`<section class="empty" aria-labelledby="first-step">
    <h1 id="first-step">把本单位的工作台账拖到这里，就能看到每项指标的得分和预计等次。</h1>
    <label class="drop">
      <span class="drop-main">拖入台账文件，或<span class="link">选择文件</span></span>
      <span class="second">.xlsx、.xls、.ods、.csv 等都可以，一次可以选几个</span>
      <span class="second">也可以在 Excel、WPS 中复制表格（含表头），在本页按 Ctrl+V 粘贴</span>
      <input class="sr" type="file" multiple aria-label="选择文件" @change=${er}>
    </label>
    <p class="scheme-now">按《${e}》（${t}）核算。<button class="link" @click=${()=>H(`schemes`)}>更换方案</button></p>
    <p class="choices">
      <span>还没有台账？</span><button class="button" @click=${Nt}>下载模板</button><button class="button" @click=${()=>H(`entry`)}>在本页录入</button>
      ${n?_`<span>先看看是什么样？</span><button class="button" @click=${jt}>打开示例</button>`:y}
    </p>
    <p class="second">数据只在这台电脑的本页里处理，不上传；关闭页面后不保留。</p>
  </section>`}function er(e){let t=e.target;ot([...t.files??[]]),t.value=``}var tr=e=>N.draft?.sheet===e.name?N.draft.rows:e.rows;function nr(e,t,n,r){let i=tr(e).map(e=>[...e]);for(;i.length<=t;)i.push(e.columns.map(()=>``));i[t][n]=r,P({draft:{sheet:e.name,rows:i}})}async function rr(e,t=N.draft?.sheet===e.name?N.draft.rows:null,n=null){if(t===null)return;let r=await Pt(e.name,t,n);if(r)return F(r,!0);(N.draft===null||N.draft.rows===t)&&P({draft:null})}var ir=(e,t)=>{let n=tr(e).filter((e,n)=>n!==t);return P({draft:{sheet:e.name,rows:n}}),rr(e,n)},ar=(e,t,n,r)=>rr(e,tr(e),{row:t,column:n,text:r}),Z=100;function or(e,t){let n=[...tr(e),e.columns.map(()=>``)],r=Math.min(t.from,Math.floor((n.length-1)/Z)*Z),i=cr(e,t);return _`<div class="typing" @focusout=${t=>pr(t,e)} @paste=${t=>mr(t,e)} @keydown=${e=>hr(e)}>
    ${e.columns.map(({likely:e},t)=>e.length===0?y:_`<datalist id=${`likely-${t}`}>${e.map(([e,t])=>_`<option value=${e}>${t}</option>`)}</datalist>`)}
    <table class="grid cells" aria-describedby="typing-hint">
      <caption>在本页录入</caption>
      <thead><tr><th scope="col" class="line">行</th>${e.columns.map(sr)}<th scope="col"><span class="sr">删除</span></th></tr></thead>
      <tbody>${n.slice(r,r+Z).map((t,a)=>lr(e,t,r+a,n.length-1,i))}</tbody>
    </table></div>
    ${n.length>Z?dr(r,n.length):y}
    <p id="typing-hint" class="second">带 * 的必填。离开一行即核算，可以撤销。回车到下一行；可以从 Excel、WPS 复制一块单元格，在起始格按 Ctrl+V 粘贴。${e.without?`“${e.without}”不在本页录入，需要时请用台账文件导入。`:y}</p>`}var sr=({head:e,letter:t,required:n,example:r})=>_`<th scope="col" title=${r?`例：${r}`:y}><small>${t}</small> ${e}${n?_`<span class="star" aria-hidden="true"> *</span><span class="sr">，必填</span>`:y}</th>`;function cr({file:e},t){let n=new Map;for(let r of O(t))r.file===e&&r.cell!==null&&n.set(r.cell,[...n.get(r.cell)??[],r]);return n}function lr(e,t,n,r,i){let a=n+2,o=t=>i.get(`${e.name}!${t.letter}${a}`)??[],s=e.columns.flatMap(e=>o(e).map(t=>({column:e,finding:t})));return _`<tr data-row=${n}>
      <th scope="row" class="line">${a}</th>
      ${e.columns.map((r,i)=>_`<td>${ur(e,r,t[i]??``,n,i,o(r))}</td>`)}
      <td>${n===r?y:_`<button class="link" aria-label=${`删除第 ${a} 行`} @click=${()=>ir(e,n)}>删除</button>`}</td>
    </tr>
    ${s.length===0?y:_`<tr class="remarks"><td></td><td colspan=${e.columns.length+1}><ul>${s.map(({column:e,finding:{severity:t,why:n,mend:r}})=>_`<li class="grade ${t}">${e.letter}${a} ${e.head}：${n}${t===`note`||r===``?y:`。${r}`}</li>`)}</ul></td></tr>`}`}function ur(e,t,n,r,i,a){let o=a.some(({severity:e})=>e===`must`)?`must`:a.some(({severity:e})=>e===`explain`)?`explain`:``,s=`${t.head} 第 ${r+2} 行`,c=t=>nr(e,r,i,t.target.value),l=o===`must`?`true`:`false`;if(t.options.length>0){let e=[``,...t.options,...n===``||t.options.includes(n)?[]:[n]];return _`<select class="cell ${o} ${t.options.every(e=>e.length<4)?`short`:``}" data-column=${i} data-letter=${t.letter} aria-label=${s} aria-invalid=${l} .value=${X(n)} @change=${c}>
      ${e.map(e=>_`<option value=${e} ?selected=${e===n}>${e}</option>`)}</select>`}return _`<input class="cell ${o} ${t.number?`number`:``}" data-column=${i} data-letter=${t.letter} aria-label=${s} aria-invalid=${l} autocomplete="off" spellcheck="false"
    inputmode=${t.number?`decimal`:`text`} list=${t.likely.length?`likely-${i}`:y} .value=${X(n)} @input=${c}>`}var dr=(e,t)=>_`<p class="pager"><button class="button" ?disabled=${e===0} @click=${()=>P({from:e-Z})}>上一屏</button>
  <span>第 ${e+2} 至 ${Math.min(e+Z,t)+1} 行，共 ${t-1} 行</span>
  <button class="button" ?disabled=${e+Z>=t} @click=${()=>P({from:e+Z})}>下一屏</button></p>`,fr=e=>e instanceof Element?e.closest(`tr[data-row]`)?.getAttribute(`data-row`)??null:null;function pr(e,t){fr(e.target)!==fr(e.relatedTarget)&&rr(t)}function mr(e,t){let n=e.target;if(!(n instanceof HTMLElement)||!n.classList.contains(`cell`))return;let r=e.clipboardData?.getData(`text/plain`)??``;e.stopPropagation(),n instanceof HTMLInputElement&&!/[\t\n\r]/.test(r.trimEnd())||(e.preventDefault(),ar(t,Number(fr(n)),Number(n.dataset.column),r))}function hr(e){let{target:t}=e;if(e.isComposing||e.keyCode===229||!(t instanceof HTMLElement)||!t.classList.contains(`cell`))return;let n=t instanceof HTMLInputElement,r=n&&t.hasAttribute(`list`),i=e.key===`Enter`?e.shiftKey?-1:1:n&&!r&&e.key===`ArrowDown`?1:n&&!r&&e.key===`ArrowUp`?-1:0;if(e.key===`Escape`&&N.draft&&(P({draft:null}),e.stopPropagation()),i===0)return;e.preventDefault();let a=()=>{let e=[...t.closest(`tbody`)?.querySelectorAll(`tr[data-row]`)??[]];return e[e.indexOf(t.closest(`tr`))+i]?.querySelector(`[data-column="${t.dataset.column}"]`)??null},o=a();o?o.focus():i>0&&requestAnimationFrame(()=>{let e=a();e?e.focus():t.blur()})}function gr({name:e,loaded:t},n){if(t.length===0)return y;let r=_r(O(n));return _`${t.map(t=>vr(e,t,r,n.target))}`}function _r(e){let t=new Map;for(let n of e){let e=`${n.file}\n${n.cell}`;n.cell!==null&&n.severity!==`note`&&t.get(e)?.severity!==`must`&&t.set(e,n)}return t}function vr(e,t,n,r){let{file:i,name:a,heads:o,rows:s,total:c,from:l}=t,u=r?.file===i&&r.name===a?r:null,d=l+s.length;return _`<p class="loaded-head"><strong>已从文件装入</strong> <span class="second">${i}${a===e?y:_`“${a}”`}，${c} 行，要改请改原文件后重新导入</span></p>
  <div class="loaded" tabindex="0" role="region" aria-label=${`${i} 已装入的${e}`}>
    <table class="plain" aria-rowcount=${c+1}>
      <thead><tr><th scope="col">行</th>${o.map(([e,t])=>_`<th scope="col"><small>${e}</small> ${t}</th>`)}</tr></thead>
      <tbody>${s.map(([e,r],i)=>_`
        ${u&&u.row<e&&(s[i-1]?.[0]??(l===0?0:e))<u.row?xr(u,o.length):y}
        <tr aria-rowindex=${l+i+2}>${yr(u,e,o)}${r.map((r,i)=>br(r,o[i]?.[0]??``,e,t,n,u))}</tr>`)}
        ${u&&u.row>(s.at(-1)?.[0]??0)&&d===c?xr(u,o.length):y}</tbody>
    </table></div>
  ${c>s.length?Sr(t,d):y}`}var yr=(e,t,n)=>{let r=e?.row===t&&n.every(([t])=>t!==e.letter);return _`<th scope="row" class="second ${r?`target`:``}" tabindex=${r?-1:y}>${t}</th>`};function br(e,t,n,{file:r,name:i},a,o){let s=a.get(`${r}\n${i}!${t}${n}`),c=o?.row===n&&o.letter===t;return _`<td class="${s?.severity??``} ${c?`target`:``}" tabindex=${c?-1:y} title=${s?`${s.why}${s.mend?`。${s.mend}`:``}`:y}>${e}</td>`}var xr=({row:e,letter:t,says:n},r)=>_`<tr class="absent"><th scope="row" class="second">${e}</th><td class="target" tabindex="-1" colspan=${r}>${t}${e} 没有作为数据行装入：${n}</td></tr>`;function Sr(e,t){let{file:n,name:r,total:i,from:a,before:o,behind:s,last:c}=e,l=e=>{P({windows:[...N.windows.filter(e=>e.file!==n||e.name!==r),{file:n,name:r,row:e}],target:null}),z()};return _`<form class="pager" @submit=${e=>{e.preventDefault();let t=Number(new FormData(e.target).get(`row`));t>0&&l(Math.min(t,c))}}>
    <button type="button" class="button" ?disabled=${o===null} @click=${()=>o!==null&&l(o)}>前面的行</button>
    <span>第 ${a+1} 至 ${t} 行数据，共 ${i} 行</span>
    <button type="button" class="button" ?disabled=${s===null} @click=${()=>s!==null&&l(s)}>后面的行</button>
    <label>到文件第 <input name="row" class="points" inputmode="numeric" pattern="[0-9]+" autocomplete="off"> 行</label>
  </form>`}function Cr(e){let t=e.view?.entry;if(!t)return _`<p class="wait">正在取台账…</p>`;let{open:n}=t,r=E(e);return _`<div class="screen-head"><h1>台账</h1>${r&&!e.view?.state.cohort_only?Kn(r,e):y}</div>
    <div class="entry">
      ${wr(t)}
      ${n?_`<section class="sheet" aria-labelledby="sheet-name">
        <h2 id="sheet-name">${n.name}</h2>
        <p class="second">${n.says}</p>
        ${gr(n,e)}
        ${or(n,e)}
      </section>`:y}
    </div>`}function wr({sheets:e,open:t}){let n=(e,n)=>n.length===0?y:_`<h2>${e}</h2>
    <ul>${n.map(e=>_`<li><button aria-current=${e.name===t?.name?`true`:y} @click=${()=>Ft(e.name)}>
      <span>${e.name}</span>${Tr(e)}</button></li>`)}</ul>`;return _`<nav class="sheets" aria-label="台账的表">
    ${n(`评定和外来结果`,e.filter(({judged:e})=>e))}
    ${n(`工作台账`,e.filter(({judged:e})=>!e))}
  </nav>`}var Tr=({loaded:e,typed:t})=>_`<small>${e?`${e} 行`:y}${t?_`${e?`＋`:y}录入 ${t}`:y}</small>`,Er={must:`必须修改`,explain:`可说明后通过`,note:`已处理`};function Dr(e,t){let{grades:n,search:r,filter:{file:i,sheet:a,due:o}}=t,s=r.trim();return e.filter(e=>n.has(e.severity)&&(i===``||e.file===i)&&(a===``||e.sheet===a)&&(!o||e.severity===`explain`&&!A(e,t))&&(s===``||[e.file,e.sheet,e.cell,e.old,e.new,e.why,e.mend].some(e=>e?.includes(s))))}function Or(e,t){let{filter:n}=t,r=e=>P({filter:{...n,...e},shown:200}),i=kr(e.map(({file:e})=>e)),a=kr(e.filter(({file:e})=>n.file===``||e===n.file).map(({sheet:e})=>e));return _`<div class="filters">
    <fieldset class="filter"><legend class="sr">按等级筛选</legend>${Object.keys(Er).map(n=>jr(n,e,t))}</fieldset>
    ${i.length<2?y:Ar(`文件`,`全部文件`,i,n.file,e=>r({file:e,sheet:``}))}
    ${a.length<2?y:Ar(`工作表`,`全部工作表`,a,n.sheet,e=>r({sheet:e}))}
    <label><input type="checkbox" .checked=${n.due} @change=${e=>r({due:e.target.checked})}> 只看未说明的</label>
    <label>查找 <input type="search" autocomplete="off" spellcheck="false" .value=${t.search} @input=${e=>P({search:e.target.value,shown:200})}></label>
  </div>`}var kr=e=>[...new Set(e)].filter(e=>e!==``),Ar=(e,t,n,r,i)=>_`<select class="clip" aria-label=${e} @change=${e=>i(e.target.value)}>
  <option value="" ?selected=${r===``}>${t}</option>${n.map(e=>_`<option value=${e} ?selected=${e===r}>${e}</option>`)}</select>`;function jr(e,t,n){let r=t=>{let r=new Set(n.grades);t.target.checked?r.add(e):r.delete(e),P({grades:r,shown:200})},i=t.filter(({severity:t})=>t===e),a=e===`explain`?i.filter(e=>A(e,n)).length:0;return _`<label><input type="checkbox" .checked=${n.grades.has(e)} @change=${r}> ${Er[e]} ${i.length}${e===`explain`&&i.length>0?_`<small>（已说明 ${a}，未说明 ${i.length-a}）</small>`:y}</label>`}var Mr=({cell:e,sheet:t,file:n})=>e??(t||n||`全部材料`);function Nr(e,t){navigator.clipboard.writeText(e.map(e=>{let n=A(e,t);return[Er[e.severity],e.file,Mr(e),e.old??``,e.new??``,e.why,e.mend,n?`${n.reason}（${n.by}）`:``].map(Pr).join(`	`)}).join(`\r
`)).then(()=>F(`已复制 ${e.length} 条。`),()=>F(`浏览器不允许复制，请选中表格后按 Ctrl+C。`,!0))}var Pr=e=>e.replace(/[\t\r\n]+/g,` `).replace(/^(?=[=+\-@＝＋－＠])/,`'`),Fr=6e4,Ir=`文件太大或已损坏，没有写成标注副本。请用 WPS 或 Excel 打开后另存为新的 .xlsx，重新导入后再试。`;function Lr(e,t,n,r){return new Promise((i,a)=>{let o=Ce(`parse-worker`),s=e=>{clearTimeout(l),o.terminate(),e()},c=(e=Ir)=>s(()=>a(Error(e))),l=setTimeout(c,Fr);o.onerror=e=>{e.preventDefault(),c()},o.onmessage=({data:e})=>`said`in e?s(()=>i({...e.said,copy:e.copy})):c(e.trap?Ir:e.error);let u=t=>t.file===e;o.postMessage({mark:e,module:je(),file:t,findings:n.filter(u),reasons:r.filter(u)})})}function Rr(e){let t=N.view?.state.typed_file,n=[...new Set(e.filter(({severity:e,file:n})=>e!==`note`&&n!==``&&n!==t).map(({file:e})=>e))],[r]=n;if(r===void 0||N.view?.state.sample)return y;let i=`下载原文件的副本：有问题的单元格标了颜色，批注里写着问题和办法`;return n.length===1?_`<button class="button" title=${i} ?disabled=${N.marking} @click=${()=>zr(r)}>下载标注副本</button>`:_`<details class="menu"><summary class="button" title=${i}>下载标注副本</summary>
    <ul>${n.map(e=>_`<li><button class="link" ?disabled=${N.marking} @click=${()=>zr(e)}>${e}</button></li>`)}</ul></details>`}async function zr(e){let t=await $e(e);if(!t)return F(`读不到原来的“${e}”：文件已被移动或修改，或者本页重新打开过。请重新导入这个文件，再下载标注副本。`,!0);P({marking:!0,message:null});try{let{name:n,fresh:r,cells:i,left:a,copy:o}=await Lr(e,t,O(N),N.view?.state.reasons??[]);Rt(o,n),F([`已写出 ${n}，标注了 ${i} 个单元格。`,r?`原文件不是 .xlsx，副本是新的工作簿：内容照原样写成文字，原来的格式没有保留。`:``,...a.map(e=>`${e}。`)].filter(Boolean).join(`
`),a.some(e=>e.includes(`没有标注`)))}catch(t){F(`${e}：${t instanceof Error?t.message:String(t)}`,!0)}finally{P({marking:!1})}}function Br({file:e,sheet:t,cell:n,why:r},{view:i}){let[,a,o]=/!\$?([A-Z]+)\$?(\d+)$/.exec(n??``)??[],s=i?.state.files.find(t=>t.name===e)?.sheets.find(e=>e.name===t)?.read_as;return a&&o&&s?{file:e,name:t,sheet:s,letter:a,row:Number(o),says:r}:null}async function Vr(e){let t=Br(e,N);if(!t)return;let{file:n,name:r,sheet:i,row:a}=t,o=n===N.view?.state.typed_file,s=N.windows.filter(e=>e.file!==n||e.name!==r);P({screen:`entry`,panel:null,message:null,windows:o?s:[...s,{file:n,name:r,row:a}]}),await Ft(i,o?Math.floor(Math.max(a-2,0)/100)*100:0),P({target:t}),requestAnimationFrame(()=>Hr(t,o))}function Hr({letter:e,row:t},n){let[r]=n?document.querySelectorAll(`.cells tr[data-row="${t-2}"] [data-letter="${e}"]`):document.querySelectorAll(`.loaded .target`);r?.scrollIntoView({block:`center`,inline:`center`}),r?.focus({preventScroll:!0})}function Ur(e,t){let n=A(e,t),r=n?`修改`:`填写说明`;return _`${n?_`<span>${n.reason}</span><small class="of">说明人：${n.by}</small>`:y}
    <button class="link" aria-label=${`${r}：${e.cell??e.why}`} @click=${()=>Wr(e)}>${r}</button>
    ${n?_`<button class="link" aria-label=${`撤回说明：${e.cell??e.why}`} @click=${()=>Jr(e,n.by,null)}>撤回</button>`:y}`}function Wr(e){P({explaining:k(e)}),requestAnimationFrame(()=>document.querySelector(`.explaining input`)?.focus())}function Gr(e,t){let n=A(e,t);return _`<form class="why-form" @submit=${t=>qr(t,e)} @keydown=${e=>{e.key===`Escape`&&!e.isComposing&&Kr(e)}}>
    <label class="wide">情况说明 <input name="reason" required autocomplete="off" spellcheck="false" maxlength="300" .value=${n?.reason??``}></label>
    <label>说明人 <input name="by" required autocomplete="off" spellcheck="false" maxlength="40" .value=${n?.by??t.reviewer}></label>
    <button class="button main">确定</button><button type="button" class="button" @click=${e=>Kr(e)}>取消</button>
  </form>`}function Kr(e){e.stopPropagation();let t=e.target.closest(`tr`)?.previousElementSibling;P({explaining:null}),requestAnimationFrame(()=>t?.querySelector(`td:nth-child(5) button`)?.focus())}function qr(e,t){e.preventDefault();let n=new FormData(e.target),r=e=>String(n.get(e)??``).trim();P({reviewer:r(`by`)}),Jr(t,r(`by`),r(`reason`)).then(t=>{t&&Kr(e)})}async function Jr({file:e,sheet:t,cell:n,old:r,why:i},a,o){let s=await V({kind:`reason`,file:e,sheet:t,cell:n,old:r,why:i,by:a,reason:o});return s&&F(s,!0),s===null}function Yr(e,t){let n=new Set(e.map(({file:e})=>e)).size>1;return _`<table class="grid findings">
    <caption class="sr">核对发现</caption>
    <colgroup><col class="c-grade"><col class="c-place"><col class="c-change"><col><col class="c-reason"><col class="c-copy"></colgroup>
    <thead><tr><th scope="col">等级</th><th scope="col">位置</th><th scope="col">原值 → 读作</th><th scope="col">问题和办法</th><th scope="col">情况说明</th><th scope="col"><span class="sr">复制</span></th></tr></thead>
    <tbody>${e.slice(0,t.shown).map(e=>Xr(e,n,t))}</tbody>
  </table>
  ${e.length>t.shown?_`<p><button class="button" @click=${()=>P({shown:t.shown+500})}>再显示 500 条（还有 ${e.length-t.shown} 条）</button></p>`:y}`}function Xr(e,t,n){let{severity:r,file:i,old:a,why:o,mend:s}=e,c=n.explaining===k(e);return _`<tr>
      <td><span class="grade ${r}">${Er[r]}</span></td>
      <th scope="row" title=${i}>${Zr(e,n)}${t&&i?_`<small class="of">${i}</small>`:y}</th>
      <td>${a===null?y:_`<span class="old">${a||`空`}</span>`}${e.new===null?y:_` → <b>${e.new}</b>`}</td>
      <td>${o}${s?_`<span class="mend">${s}</span>`:y}</td>
      <td>${r===`explain`&&!c?Ur(e,n):y}</td>
      <td><button class="link" aria-label=${`复制 ${Mr(e)}：${o}`} @click=${()=>Nr([e],n)}>复制</button></td></tr>
    ${c?_`<tr class="explaining"><td colspan="6">${Gr(e,n)}</td></tr>`:y}`}function Zr(e,t){let n=Mr(e);return Br(e,t)?_`<button class="link at" title="到台账里看这一格" @click=${()=>Vr(e)}>${n}</button>`:n}function Qr(e){return e.length===0?y:_`<table class="plain files">
    <caption>已装入的文件</caption>
    <thead><tr><th scope="col">文件</th><th scope="col">工作表</th><th scope="col">作为</th><th scope="col" class="num">行数</th></tr></thead>
    ${e.map(e=>_`<tbody>
      <tr><th scope="row" colspan="3">${e.name}　<span class="second">采用 ${e.used} 行，退回 ${e.refused} 行</span></th><td class="num">${e.rows}</td></tr>
      ${e.sheets.map(e=>_`<tr><td></td><td>${e.name}</td><td>${e.left_out?`按选择没有装入`:e.read_as??`未识别，没有采用`}</td><td class="num">${e.rows}</td></tr>`)}
    </tbody>`)}
  </table>`}function $r(e){let t=O(e),n=Dr(t,e);return _`<div class="screen-head">
      <h1>核对发现</h1>
      <span role="status">共 ${n.length} 条</span>
      <span class="grow"></span>
      <button class="button" ?disabled=${n.length===0} @click=${()=>Nr(n,e)}>复制全部</button>
      ${Rr(t)}
      <button class="button" ?disabled=${t.length===0} @click=${ei}>打印核对情况</button>
    </div>
    ${t.length===0?y:Or(t,e)}
    ${n.length===0?_`<p class="wait">${t.length===0?`没有发现问题。`:`当前筛选下没有发现。`}</p>`:Yr(n,e)}
    ${Qr(e.view?.state.files??[])}`}function ei(){P({form:`findings`}),H(`print`)}function ti(e){let t=E(e);if(!t)return _`<p class="wait">导入的内容里还没有可以核算的单位，请看“核对发现”。</p>`;let n=D(e)?`等次`:`得分`;return _`<div class="screen-head">
      <h1>指标</h1>
      ${Kn(t,e)}
      <label class="reviewer">评审人 <input autocomplete="off" spellcheck="false" .value=${e.reviewer} @change=${e=>P({reviewer:e.target.value.trim()})}></label>
    </div>
    <table class="grid" aria-describedby="grid-hint">
      <caption class="sr">${t.unit}指标${n}</caption>
      <colgroup><col class="c-no"><col><col class="c-score"><col class="c-basis"><col class="c-cap"></colgroup>
      <thead><tr><th scope="col">序号</th><th scope="col">考核指标</th><th scope="col" class="num">${n}</th><th scope="col"><span class="sr">依据</span></th><th scope="col">${D(e)?`说明`:`封顶与说明`}</th></tr></thead>
      ${t.groups.map(n=>ni(n,t,e))}
    </table>
    <p id="grid-hint" class="second">${D(e)?`待评指标在“等次”栏直接选择，选“待评”即恢复待评。`:`待评指标在“得分”栏直接填写，回车到下一项，清空即恢复待评。`}</p>`}function ni(e,t,n){return _`<tbody>
    <tr class="group"><th scope="rowgroup" colspan="2">${e.name}</th>
      <td class="num ${K(n.moved,`group ${e.name}`)}">${Cn(e,D(n))}</td>
      <td></td><td>${n.view?.state.content_ticks?ri(e,t,n):e.caps.map(W)}</td></tr>
    ${t.indicators.filter(t=>t.group===e.name).map(e=>ii(e,t,n))}
  </tbody>`}function ri({name:e,tick:t},{unit:n},r){let i=t??``;return _`${j(r,n,e)?_`<span class="review">待复核</span> <button class="button" aria-label=${`维持 ${e} 整体等次`} @click=${()=>B({kind:`keep`,unit:n,no:e})}>维持</button>`:y}
    <label class="whole">整体评为 <select class="level" aria-label=${`${e} 整体等次`} .value=${X(i)} @change=${async t=>{let a=t.target,o=await V({kind:`assess`,unit:n,no:e,points:a.value||null,by:r.reviewer,reason:``});o&&(a.value=i,F(o,!0))}}>
    ${[``,...r.view?.state.levels??[]].map(e=>_`<option value=${e} ?selected=${e===i}>${e||`不打勾`}</option>`)}</select></label>`}function ii(e,t,n){let r=()=>U({kind:`indicator`,no:e.no}),i=n.panel?.kind===`indicator`&&n.panel.no===e.no;return _`<tr class=${i?`current`:``} @click=${e=>oi(e,r)}>
    <th scope="row"><button class="link" aria-label=${`${e.no} ${e.name}`} aria-expanded=${i} @click=${r}>${e.no}</button></th>
    <td class="name">${e.name}</td>
    <td class="num score ${K(n.moved,e.no)}">${en(e,t,n)}</td>
    <td>${Ut(`指标 ${e.no}`,r)}</td>
    <td class="second">${j(n,t.unit,e.no)?_`<span class="review">待复核</span>`:y} ${e.caps.map(W)} ${nn(e)} ${ai(e,n)}</td>
  </tr>`}function ai({gaps:e,overridden:t,refused:n,judged:r},i){return t&&!r?_`改评，原核算${D(i)?`折算分`:``} ${t.computed??`未定`}`:e.length?_`待定口径 ${e.join(`、`)}`:n?_`${n} 行未采用`:y}function oi(e,t){e.target.closest(`input, select, button`)||t()}function si({message:e}){return _`<div class="messages no-print">
    <div role="alert">${e?.grave?ci(e.text,!0):y}</div>
    <div role="status">${e&&!e.grave?ci(e.text,!1):y}</div>
  </div>`}var ci=(e,t)=>_`<p class="message ${t?`grave`:``}"><span>${e}</span><button class="quiet" @click=${()=>P({message:null})}>知道了</button></p>`;function li({advice:e},t){return e.length===0?y:_`<section class="block" aria-labelledby="advice">
    <h2 id="advice">还能补什么</h2>
    <p class="second">确有其事、台账漏填的，补上后可多得：</p>
    <ul class="sensitive">${e.map(({no:e,says:n,sheets:r,points:i,tier:a})=>_`<li>
      <button class="link" @click=${()=>U({kind:`indicator`,no:e})}>${e}</button>
      <span>${n}<br><span class="second">填在“${r.join(`”“`)}”</span></span>
      <span class="other">＋${i} 分${a===null?y:_` → <span aria-hidden="true">${Bt(a,t)}</span> ${a}`}</span></li>`)}</ul>
  </section>`}var[Q,ui]=[22,20];function di(e){let[t,n]=[fi(e,!1),fi(e,!0)];if(!t||e.tier.line===null||e.total===null&&e.range===null)return y;let[r,i]=e.range??[e.total??`0`,e.total??`0`],a=e.groups.filter(({bonus:e})=>!e).reduce((e,{score:t,range:n})=>e+Number(t??n?.[0]??0),0),o=e=>Math.min(Number(e)/(t+n),1)*100,s=(e,t,n)=>ae`<rect class=${e} x=${`${o(t)}%`} y=${Q} width=${`${Math.max(o(n)-o(t),0)}%`} height=${ui} />`,{line:c}=e.tier;return _`<svg class="bar" role="img" aria-label=${`总分 ${e.total??Vt([r,i])}${c===null?``:`，等次线 ${c}`}`}>
    ${s(`room`,0,t+n)} ${s(`base`,0,Math.min(a,Number(r)))} ${s(`bonus`,Math.min(a,Number(r)),r)} ${s(`open`,r,i)}
    ${n?pi(o(t),`基本分 ${t}`,`below`):y}
    ${pi(100,String(t+n),`below`)}
    ${c===null?y:pi(o(c),`等次线 ${c}`,`above`)}
  </svg>
  <ul class="legend" aria-hidden="true">
    <li class="base">基本分</li>${n?_`<li class="bonus">加分</li>`:y}${r===i?y:_`<li class="open">待评，尚未计入</li>`}
  </ul>`}var fi=(e,t)=>e.groups.filter(e=>e.bonus===t).reduce((e,{max:t})=>e+Number(t??0),0);function pi(e,t,n){let[r,i]=n===`above`?[Q-6,Q+ui+4]:[Q,Q+ui+5];return ae`<g class=${`tick ${n}`}>
    <line x1=${`${e}%`} x2=${`${e}%`} y1=${r} y2=${i} />
    <text x=${`${e}%`} y=${n===`above`?12:Q+ui+17} text-anchor="end">${t}</text>
  </g>`}var mi={given:`外部结果`,computed:`由台账算出`,nothing:`未报`};function hi({components:e,tables:t}){return _`${e.length===0?y:_`<table class="plain">
      <caption>分项构成</caption>
      <thead><tr><th scope="col">分项</th><th scope="col" class="num">权重</th><th scope="col" class="num">得分</th><th scope="col">来源</th></tr></thead>
      <tbody>${e.map(gi)}</tbody>
    </table>`}
    ${t.length===0?y:_`<table class="plain">
      <caption>考评表</caption>
      <thead><tr><th scope="col">表</th><th scope="col">地方</th><th scope="col" class="num">得分</th><th scope="col">计入</th></tr></thead>
      <tbody>${t.map(_i)}</tbody>
    </table>`}`}var gi=({name:e,weight:t,score:n,range:r,from:i})=>_`<tr>
  <th scope="row">${e}</th><td class="num">${t}</td>
  <td class="num"><b>${i===`nothing`&&!r?`未报`:G(n,r)}</b></td><td class="second">${mi[i]}</td></tr>`,_i=({name:e,place:t,score:n,range:r,counted:i,open:a,void:o})=>_`<tr>
  <th scope="row">${e}</th><td>${t}</td>
  <td class="num"><b>${G(n,r)}</b></td>
  <td class="second">${i} 项${a.length?_`，<span class="state missing">未勾选 ${a.join(`、`)}</span>`:y}${o.length?_`，<span class="state missing">重复勾选 ${o.join(`、`)}</span>`:y}</td></tr>`,vi={met:[`✓`,`满足`],unmet:[`✗`,`不满足`],open:[`？`,`未定`]};function yi({tier:e},t){let n=[...new Set(e.needs.map(e=>e.tier))];return _`<section class="block" aria-labelledby="needs">
    <h2 id="needs">定等条件</h2>
    ${t.view?.state.cohort_only?_`<p class="needs-all">等次按全体参评单位的名次或比例确定。已装入 ${t.view.state.units.length} 个单位。
      <button class="link" @click=${()=>H(`cohort`)}>汇总定等</button></p>`:y}
    ${n.map(t=>_`<h3>定为“${t}”</h3>
      <ul class="needs" aria-label=${`定为“${t}”的条件`}>${e.needs.filter(e=>e.tier===t).map(bi)}</ul>`)}
    ${e.ceilings.length?_`<h3>否决</h3>
      <ul class="needs" aria-label="否决">${e.ceilings.map(({says:e,clause:t,sheet:n,row:r})=>_`<li class="veto">
        <span class="state-mark"><span aria-hidden="true">▲</span> 否决</span><span>${e}<br><span class="second">${n}!${r}行　${t}</span></span></li>`)}</ul>`:y}
    ${e.open&&e.name!==null?_`<p class="open-points">${e.open.says}</p>`:y}
    ${e.undetermined.length?_`<p class="gaps">文件没有规定，也没有采用口径：${e.undetermined.join(`、`)}</p>`:y}
  </section>`}var bi=({condition:e,state:t,says:n})=>_`<li class=${t}>
  <span class="state-mark"><span aria-hidden="true">${vi[t][0]}</span> ${vi[t][1]}</span>
  <span>${e}${n?_`<br><span class="second">${n}</span>`:y}</span></li>`;function xi(e,t,n){return _`<table class="plain">
    <caption>${t?`各部分等次`:`各部分得分`}</caption>
    <thead><tr><th scope="col">考核内容</th><th scope="col" class="num">${t?_`等次　折算分`:`得分`}</th>${t?y:_`<th scope="col">封顶</th>`}</tr></thead>
    <tbody>${e.groups.map(e=>Si(e,t,n))}</tbody>
  </table>`}function Si(e,t,n){return _`<tr>
    <th scope="row">${e.name}</th>
    <td class="num ${K(n,`group ${e.name}`)}">${Cn(e,t)}</td>
    ${t?y:_`<td>${e.caps.map(W)}</td>`}
  </tr>`}var Ci={missing:`缺佐证`,undetermined:`未定`,pending:`待评`};function wi(e,t){let n=e.indicators.filter(Ue);return _`<section class="block" aria-labelledby="lacking">
    <h2 id="lacking">还缺什么</h2>
    ${n.length===0?_`<p class="second">各项指标都有${t?`等次`:`得分`}和佐证。</p>`:_`<ul class="lacking">${n.map(e=>_`<li>
          <button class="link" @click=${()=>U({kind:`indicator`,no:e.no})}>${e.no}</button>
          <span class="state ${e.state}">${Ci[e.state]}</span>
          <span class="clip">${e.gaps.length?`待定口径 ${e.gaps.join(`、`)}：`:y}${e.name}</span></li>`)}</ul>`}
  </section>`}function Ti(e,{name:t,why:n},{tiers:r,sum:i},a,o){let{notes:s}=e.tier;return _`<section class="tier ${K(o,`tier`)}" aria-labelledby="tier-name">
      <h2 id="tier-name">${t===null?_`等次未定`:_`<span class="shape" aria-hidden="true">${Bt(t,r)}</span>预计：${t}`}</h2>
      <p class="why">${n}</p>
      ${s.length?_`<ul class="notes">${s.map(e=>_`<li>${e}</li>`)}</ul>`:y}
    </section>
    <section class="total ${K(o,`total`)}" aria-label=${i}>
      <p class="figure"><output aria-label=${i}>${Ht(e)}</output><small>分</small>${Ut(i,()=>U({kind:`total`}))}</p>
      <p class="second">${a?_`${i}　`:y}${Ei(e)}</p>
    </section>`}function Ei({base:e,bonus:t,tier:{line:n,open:r}}){return _`${e===null?y:_`基本分 <b>${e}</b>`}${t===null?y:_`　加分 <b>${t}</b>`}
    ${r?_`　待评 <b>${r.count}</b> 项`:y}${n===null?y:_`　等次线 <b>${n}</b>`}`}function Di(e){let t=E(e);return!t||!e.view?_`<p class="wait">导入的内容里还没有可以核算的单位，请看“核对发现”。</p>`:_`<h1 class="sr">总览</h1>
    <div class="overview">
      <div class="answer">${Ti(t,Ve(e,t),e.view.state,D(e),e.moved)} ${di(t)}</div>
      <div class="columns">
        <div>${hi(t)} ${xi(t,D(e),e.moved)} ${wi(t,D(e))} ${li(t,e.view.state.tiers)}</div>
        <div>${yi(t,e)} ${In(t,e)}</div>
      </div>
    </div>`}function Oi(e){return e.length===0?y:_`<table class="plain remembered">
    <caption>已记住的列对应 <span class="second">表头相同的表都照此读取；删去后对以后导入的文件起作用</span></caption>
    <thead><tr><th scope="col">对应</th><th scope="col">用于有这些表头的表</th><th scope="col"><span class="sr">删去</span></th></tr></thead>
    <tbody>${e.map(e=>_`<tr>
      <th scope="row">${ki(e).map(e=>_`<span class="line">${e}</span>`)}</th>
      <td class="second">${e.heads.join(`、`)}</td>
      <td><button class="button" aria-label=${`删去列对应：${ki(e).join(`，`)}`} @click=${()=>B({kind:`forget`,heads:e.heads})}>删去</button></td></tr>`)}</tbody>
  </table>`}function ki({sheet:e,columns:t}){let n=Object.entries(t).map(([e,t])=>t===null?`“${e}”不读`:`“${e}” → ${t}`);return[...e?[`整张表作为“${e}”`]:[],...n]}var Ai=20;function ji({files:e,units:t,review:n}){return _`${t.length===0&&e.some(({older:e})=>e?.replaced)?_`<p class="told">得分和等次没有变化。</p>`:y}${t.length?_`<section class="score-changes" aria-labelledby="score-changes">
      <h2 id="score-changes">得分和等次的变化</h2>
      ${t.slice(0,Ai).map(Mi)}
      ${t.length>Ai?_`<p class="second">另有 ${t.length-Ai} 个单位有变化。</p>`:y}
    </section>`:y}
    ${n.length?_`<p class="told"><span class="grade explain">待复核 ${n.length} 项</span> ${n.map(({unit:e,no:t})=>`${e} 指标${t}`).join(`、`)}：打分时所依据的内容有变化。打的分保留，装入后请逐项维持或修改。</p>`:y}`}function Mi({unit:e,total:t,tier:n,indicators:r}){let i=(e,[t,n])=>t===n?_`${e} ${n}　`:_`${e} <s class="old">${t}</s> → <b>${n}</b>　`;return _`<table class="plain"><caption>${e}　<span class="total-change">${i(`总分`,t)}${i(`等次`,n)}</span></caption>
    ${r.length?_`<thead><tr><th scope="col">指标</th><th scope="col" class="num">原</th><th scope="col" class="num">新</th></tr></thead>
    <tbody>${r.map(([e,t,n,r])=>_`<tr><th scope="row">${e}　${t}</th><td class="num old">${n}</td><td class="num"><b>${r}</b></td></tr>`)}</tbody>`:y}</table>`}var[Ni,$]=[`\0skip`,``];function Pi(e,t){let n=e.sheets.filter(({read_as:e})=>e!==null).flatMap(e=>e.columns.map(t=>({sheet:e,column:t}))),[r,i]=[n.filter(({column:e})=>e.field!==null||e.mapped),n.filter(({column:e})=>e.field===null&&!e.mapped)],a=r.filter(({column:e})=>e.mapped).length;return _`${i.length?_`<table class="plain columns-open">
      <caption>没有认出的列 <span class="second">没有采用。指定一次后，表头相同的表都照此读取</span></caption>
      ${Fi}<tbody>${i.map(e=>Ii(e,t))}</tbody></table>`:y}
    ${r.length?_`<details class="by-column"><summary>已认出的列（${r.length} 列${a?`，其中手工对应 ${a} 列`:``}）</summary>
      <table class="plain"><caption class="sr">${e.name} 已认出的列</caption>${Fi}<tbody>${r.map(e=>Ii(e,t))}</tbody></table></details>`:y}`}var Fi=_`<thead><tr><th scope="col">工作表</th><th scope="col">表头</th><th scope="col">前几行的内容</th><th scope="col">作为</th></tr></thead>`;function Ii({sheet:e,column:t},n){let r=n.sheets.find(({name:t})=>t===e.read_as)?.fields??[],i=t.field??(t.mapped?Ni:$),a=n=>{let r=e.columns.find(e=>e.field===n&&e!==t);return r?`${n}（现取自“${r.header}”）`:n};return _`<tr>
    <td>${e.name}</td><th scope="row">${t.header}</th>
    <td class="samples">${t.samples.map(e=>_`<span>${e}</span> `)}</td>
    <td><select aria-label=${`${e.name} 的“${t.header}”作为哪一列`} .value=${X(i)} @change=${n=>Li(e,t,n.target.value)}>
      <option value=${$} ?selected=${i===$}>${t.mapped||t.field!==null?`按表头认`:`没有认出，不读`}</option>
      ${r.map(e=>_`<option value=${e} ?selected=${i===e}>${a(e)}</option>`)}
      <option value=${Ni} ?selected=${i===Ni}>不读这一列</option>
    </select>${t.mapped?_` <span class="tag">手工对应</span>`:y}</td></tr>`}function Li({heads:e},{header:t},n){let r=ct().find(t=>I(t.heads,e)),{[t]:i,...a}=r?.columns??{},o=n===$?a:{...a,[t]:n===Ni?null:n};vt({heads:e,sheet:r?.sheet??null,columns:o})}var Ri=(e,t)=>e.reduce((e,n)=>e+t(n),0);function zi(e){let t=e.filter(({read_as:e})=>e!==null),n=[[`退回`,Ri(t,({refused:e})=>e)],[`略过`,Ri(e,({ignored:e})=>e)]].filter(([,e])=>e>0).map(([e,t])=>`，${e} ${t} 行`).join(``);return`${t.length} 张表 ${Ri(t,({rows:e})=>e)} 行：采用 ${Ri(t,({used:e})=>e)} 行${n}`}var Bi=({older:e},t)=>e!==null&&!e.same_name&&!t?.skip&&(t?.place??`by_name`)===`by_name`,Vi=e=>{let t=e.slice(0,12).map(([e,t])=>e===t?`${e}`:`${e}–${t}`);return`第 ${t.join(`、`)}${e.length>t.length?` 等`:``} 行`};function Hi(e,t,n){let{older:r}=e;if(!r)return y;let i=Bi(e,n),a=r.same_name?`by_name`:{instead:r.name},o=(e,n,r,a)=>_`<label><input type="radio" name=${`place-${t}`} ?data-first=${i&&a} .checked=${r} @change=${()=>_t(t,{place:n})}> ${e}</label>`;return _`<fieldset class="place-of ${i?`open`:``}">
      <legend>${r.same_name?_`已经装入过 ${r.name}`:_`和已装入的 ${r.name} 是同样的表、同样的单位`}</legend>
      ${o(`替换旧件`,a,r.replaced,!0)}
      ${o(`另作一个文件`,`beside`,n?.place===`beside`,!1)}
    </fieldset>
    ${r.replaced?Ui(r):y}`}function Ui({name:e,sheets:t}){return t.length===0?_`<p>和旧件相比，各行的内容没有变化。</p>`:_`<div class="differences" role="group" aria-label=${`和 ${e} 相比`}>
    <h3>和旧件相比</h3>
    ${t.map(Wi)}
  </div>`}function Wi(e){let t=[...[[`增加`,e.added],[`减少`,e.removed],[`改动`,e.changed]].filter(([,e])=>e>0).map(([e,t])=>`${e} ${t} 行`),`未变 ${e.same} 行`].join(`，`),n=e.columns_removed.length?_`<span class="grade explain">新件没有这些列：${e.columns_removed.join(`、`)}</span>`:y,r=e.columns_added.length?_`<span class="second">新增的列：${e.columns_added.join(`、`)}</span>`:y,i=e.added+e.removed+e.changed;return _`<details class="diff" ?open=${i>0&&i<=12}>
    <summary><b>${e.sheet}</b>　${t} ${n} ${r}</summary>
    ${e.rows.length?_`<table class="plain"><caption class="sr">${e.sheet}的变化</caption>
      <thead><tr><th scope="col">变化</th><th scope="col">内容</th></tr></thead>
      <tbody>${e.rows.map(Gi)}</tbody></table>`:y}
    ${i>e.rows.length?_`<p class="second">这里只列前 ${e.rows.length} 处。</p>`:y}
  </details>`}function Gi({was:e,row:t,cells:n}){let r=e===null?`增加`:t===null?`减少`:`改动`;return _`<tr><th scope="row">${r} <span class="second">${t===null?`旧件第 ${e} 行`:`第 ${t} 行${e!==null&&e!==t?`（旧件第 ${e} 行）`:``}`}</span></th><td class="held">${n.map(([e,t,n])=>r===`改动`?_`<span><small>${e}</small> <s class="old">${t||`空`}</s> → <b>${n||`空`}</b></span> `:_`<span><small>${e}</small> ${n||t}</span> `)}</td></tr>`}function Ki(e,t,n,r){let i=n?.without??[],a=e.sheets.filter(e=>e.read_as!==null||e.ignored>0||e.rows>0);return _`<details class="by-sheet" ?open=${a.some(e=>qi(e))||i.length>0}>
    <summary>逐表查看（${a.length} 张表）</summary>
    <table class="plain">
      <caption class="sr">${e.name} 的表</caption>
      <thead><tr><th scope="col">装入</th><th scope="col">工作表</th><th scope="col">作为</th><th scope="col" class="num">采用</th><th scope="col" class="num">退回</th><th scope="col" class="num">略过</th><th scope="col">略过的行</th></tr></thead>
      <tbody>${a.map(e=>Ji(e,t,i,r))}</tbody>
    </table>
  </details>`}var qi=({read_as:e,heads:t})=>e===null&&t.length>0;function Ji(e,t,n,r){let{name:i,read_as:a,used:o,refused:s,ignored:c,left:l}=e,u=a!==null&&!n.includes(i);return _`<tr class=${u?``:`left`}>
    <td><input type="checkbox" aria-label=${`装入 ${i}`} .checked=${u} ?disabled=${a===null} @change=${()=>_t(t,{without:u?[...n,i]:n.filter(e=>e!==i)})}></td>
    <th scope="row">${i}</th>
    <td>${e.heads.length?Yi(e,r):a??`没有找到表头，没有采用`}</td>
    <td class="num">${o}</td><td class="num">${s}</td><td class="num">${c}</td>
    <td class="second">${l.length?l.map(({why:e,rows:t})=>_`<span class="why">${e}：${Vi(t)}</span> `):y}</td></tr>`}function Yi({name:e,read_as:t,heads:n},{sheets:r}){let i=ct().find(e=>I(e.heads,n)),a=e=>vt({heads:n,columns:i?.columns??{},sheet:e.target.value||null}),o=(e,n)=>_`<optgroup label=${e}>${r.filter(e=>e.used===n).map(e=>_`<option value=${e.name} ?selected=${e.name===t}>${e.name}</option>`)}</optgroup>`;return _`<select aria-label=${`${e} 作为哪张表`} class=${t===null?`open`:``} .value=${X(t??``)} @change=${a}>
    <option value="" ?selected=${t===null}>${t===null?`没有认出，请选择`:`按表名和表头认`}</option>
    ${o(`本方案用到的表`,!0)}${o(`其他表`,!1)}</select>`}var Xi=[[`must`,`必须修改`],[`explain`,`可说明后通过`],[`note`,`已处理`]];function Zi(e,t,n,r){let i=n.choices[t],a=i?.skip??!1,o=r.files.length>1,s=`arrival-${t}`;return _`<section class="arrival ${a?`left`:``}" aria-labelledby=${s}>
    <h2 id=${s}>${o?_`<label><input type="checkbox" .checked=${!a} ?disabled=${!e.usable} @change=${e=>_t(t,{skip:!e.target.checked})}> ${e.name}</label>`:e.name}
      <small>${e.goes_by===e.name?y:_`装入后叫 ${e.goes_by}　`}${a?`不装入`:e.usable?o?zi(e.sheets):y:`还没有可以采用的行`}</small></h2>
    ${a?y:_`
      ${Hi(e,t,i)}
      ${Qi(e)}
      ${Pi(e,r)}
      ${Ki(e,t,i,r)}`}
  </section>`}function Qi({counts:e,findings:t,name:n}){let[r,i]=e,a=t.filter(({severity:e})=>e!==`note`),o=Xi.map(([t,n],r)=>e[r]?_` <span class="grade ${t}">${n} ${e[r]}</span>`:y);return _`<div class="told">
    <p>核对发现：${r+i+e[2]===0?`没有发现问题`:o}${r+i>a.length?_` <span class="second">装入后在“核对发现”中逐条查看</span>`:y}</p>
    ${a.length?_`<ul aria-label=${`${n} 的主要问题`}>${a.map(e=>_`<li><span class="grade ${e.severity}">${e.cell??(e.sheet||`整个文件`)}${e.also.length?` 等`:y}</span> ${e.old?_`“${e.old}” `:y}${e.why} <span class="second">${e.mend}</span></li>`)}</ul>`:y}
  </div>`}function $i({pending:e,view:t}){let n=e?.preview;if(!e||!n||!t)return _`<p class="wait">正在准备预览…</p>`;let r=n.files.some((t,n)=>Bi(t,e.choices[n]));return _`<div class="preview">
    <div class="screen-head">
      <h1>导入预览</h1>
      <p class="sum" id="take-in-says">${ea(n,e)}</p>
      <span class="grow"></span>
      <button class="button" @click=${St}>取消</button>
      <button class="button main" id="take-in" aria-describedby="take-in-says" ?disabled=${!n.usable||r} @click=${Ct}>装入</button>
    </div>
    ${r?_`<p class="second hint">先选择新文件是替换旧件，还是另作一个文件。</p>`:y}
    ${ta(n,t.state.sample)}
    ${n.files.map((t,r)=>Zi(t,r,e,n))}
    ${ji(n)}
    ${Oi(t.state.mappings)}
  </div>`}function ea({files:e,usable:t},{choices:n}){let r=e.filter((e,t)=>e.usable&&!n[t]?.skip);if(!t)return`还没有可以装入的行`;let i=r.flatMap(t=>t.sheets.filter(({name:r})=>!n[e.indexOf(t)]?.without.includes(r)));return`${r.length>1?`${r.length} 个文件，`:``}${zi(i)}`}function ta({year:e,other_year:t,better:n},r){return _`${r?_`<p class="better"><span>装入后，示例数据随即清除。</span></p>`:y}
    ${t===null?y:_`<p class="better"><span>文件写的是 ${t} 年度，现在按 ${e} 年度核算，其他年度的行会退回。</span>
      <button class="button" @click=${()=>bt(t)}>年度改为 ${t}</button></p>`}
    ${n===null?y:_`<p class="better"><span>这份台账更像《${n.title}》（${n.track_name}）。</span>
      <button class="button" @click=${()=>xt(n)}>改用${n.track_name}方案</button></p>`}`}function na(e,t,n,r){let i=e.columns.reduce((e,{width:t})=>e+t,0);return _`<section class="page ${t.size}" aria-label=${`第 ${n} 页`}>
    ${e.sample?_`<div class="page-mark" aria-hidden="true"><i></i><i></i><i></i></div>`:y}
    <div class="page-body">
      ${t.first?ia(e):y}
      <table class="std">
        <caption class="sr">${e.title}</caption>
        <colgroup>${e.columns.map(({width:e})=>_`<col .width=${`${e/i*100}%`}>`)}</colgroup>
        <thead>${ra(e)}</thead>
        <tbody>${e.rows.slice(t.from,t.to).map((n,r)=>oa(e,t,t.from+r))}</tbody>
      </table>
      ${t.last?aa(e):y}
    </div>
    <p class="version">${e.foot}</p>
    <p class="pno">第 ${n} 页　共 ${r} 页</p>
  </section>`}function ra({columns:e}){let t=[];e.forEach(({head:n,over:r},i)=>{let a=t.at(-1);r!==null&&a&&e[i-1]?.over===r?a.under.push(n):t.push({text:r??n,under:r===null?[]:[n]})});let n=t.flatMap(({under:e})=>e.some(Boolean)?e:[]),r=e=>n.length>0&&!e.some(Boolean)?2:1;return _`<tr>${t.map(({text:e,under:t})=>_`<th scope=${t.length>1?`colgroup`:`col`}
    colspan=${t.length||1} rowspan=${r(t)}>${e}</th>`)}</tr>${n.length>0?_`<tr>${n.map(e=>_`<th scope="col">${e}</th>`)}</tr>`:y}`}var ia=({title:e,subtitle:t,sample:n,head:r})=>_`
  <h2 class="form-title">${e.split(` `).map(e=>_`<span>${e}</span> `)}</h2>
  ${t?_`<p class="form-sub">${t}</p>`:y}
  ${n?_`<p class="form-sub">（示例数据，不得上报）</p>`:y}
  <p class="form-head">${r.map(([e,t])=>_`<span>${e}：${t}</span>`)}</p>`,aa=({notes:e,sign:t,seal:n})=>_`
  ${e.map(e=>_`<p class="form-note">${e}</p>`)}
  <div class="sign">${t.map(e=>_`<span>${e}：<i></i></span>`)}</div>
  ${n?_`<p class="seal">${n}</p>`:y}`;function oa({rows:e,columns:t},n,r){return _`<tr>${e[r]?.cells.map((i,a)=>{let{group:o}=i,s=t=>o!==null&&e[t]?.cells[a]?.group===o;if(r>n.from&&s(r-1))return y;let c=1;for(;r+c<n.to&&s(r+c);)c+=1;let l=r===n.from&&r>0&&s(r-1);return _`<td class=${t[a]?.align??`left`} rowspan=${c}>${sa(i)}${l?`（续）`:``}</td>`})}</tr>`}var sa=({text:e,group:t,strong:n})=>n?_`<b>${e||(t??``)}</b>`:e||(t??``),ca=null,la=[`small`,`smaller`,`least`],ua=3;function da(e,t){let n=JSON.stringify([e,t]);if(ca?.key===n)return ca.parts;let r=ma(n=>{let r=pa(e.rows.length,`usual`,n);if(!t||r.length>ua)return r;for(let t of la){let i=r.length>1?pa(e.rows.length,t,n):r;i.length<r.length&&(r=i)}return r},e);return ca={key:n,parts:r},r}var fa=90;function pa(e,t,n){let r=[],i=0;for(;;){let a={from:i,to:e,first:i===0,last:!0,size:t};if(i===e||e-i<=fa&&n(a))return[...r,a];let[o,s]=[i+1,Math.min(e,i+fa)];for(;o<s;){let e=Math.ceil((o+s)/2);n({from:i,to:e,first:i===0,last:!1,size:t})?o=e:s=e-1}let c=o===e&&o>i+1?o-1:o;r.push({from:i,to:c,first:i===0,last:!1,size:t}),i=c}}function ma(e,t){let n=document.createElement(`div`);n.className=`paper ruler`,n.setAttribute(`aria-hidden`,`true`),document.body.append(n);try{return e(e=>{ve(na(t,e,88,88),n);let r=n.querySelector(`.page-body`);return r!==null&&r.scrollHeight<=r.clientHeight})}finally{n.remove()}}function ha(e){let t=e.view?.form,n=e.view?.state.forms??[];if(!t)return _`<p class="wait">没有可以打印的表。</p>`;let r=da(t,e.dense);return _`<div class="screen-head no-print">
      <h1>打印</h1>
      <label>表 <select aria-label="表" @change=${e=>{P({form:e.target.value}),z()}}>
        ${n.map(({id:e,title:n})=>_`<option value=${e} ?selected=${e===t.id}>${n}</option>`)}</select></label>
      <label><input type="checkbox" .checked=${e.dense} @change=${e=>P({dense:e.target.checked})}> 缩小字号以减少页数</label>
      <span role="status">A4 纵向，共 ${r.length} 页</span>
      <span class="grow"></span>
      <button class="button" @click=${Mt}>导出测算结果</button>
      <button class="button main" @click=${()=>window.print()}>打印</button>
    </div>
    <div class="paper" role="group" aria-label=${`${t.title}${t.subtitle}`}>${r.map((e,n)=>na(t,e,n+1,r.length))}</div>
`}var ga=[[`overview`,`总览`],[`entry`,`台账`],[`indicators`,`指标`],[`findings`,`核对发现`],[`cohort`,`汇总定等`],[`conventions`,`口径`],[`print`,`打印`]],_a=[`overview`,`entry`,`conventions`];function va(e){let t=ze(e.view);return _`<nav class="rail no-print" aria-label="工作步骤">
    ${e.pending?_`<button aria-current=${e.screen===`preview`?`page`:y} aria-label=${`导入预览，${e.pending.files.length} 个文件等待装入`} @click=${()=>H(`preview`)}><span>导入预览</span><span class="count">${e.pending.files.length}</span></button>`:y}
    ${ga.filter(([t])=>t!==`cohort`||e.view&&Be(e.view.state)).map(([n,r])=>{let i=t?We(n,e):0;return _`<button
        aria-current=${e.screen===n?`page`:y}
        aria-label=${i?`${r}，${i} 项需要关注`:r}
        ?disabled=${!t&&!_a.includes(n)}
        @click=${()=>H(n)}><span>${r}</span>${i?_`<span class="count">${i}</span>`:y}</button>`})}
  </nav>`}function ya({reading:e}){if(!e)return y;let{name:t,at:n,stop:r}=e;return _`<div class="reading no-print">
    <span class="clip">正在读取 ${t}　<span class="place-now">${n.sheet===``?`正在打开`:`${n.sheet}${n.row?` 第 ${n.row} 行`:``}`}</span></span>
    ${n.permille===null?_`<progress aria-label=${`读取 ${t}`}></progress>`:_`<progress aria-label=${`读取 ${t}`} max="1000" .value=${n.permille}></progress><span class="percent">${Math.floor(n.permille/10)}%</span>`}
    <button class="button" @click=${()=>r.abort()}>取消读取</button>
  </div>`}function ba({view:e}){if(!e?.schemes)return _`<p class="wait">正在取方案…</p>`;let{state:t,schemes:n}=e;return _`<div class="screen-head"><h1>方案</h1>
      <span class="grow"></span><button class="button" @click=${()=>H(`overview`)}>返回</button></div>
    <p class="second schemes-hint">${ze(e)&&!t.sample?`更换后，装入的文件保留，按新方案重新核算；按原方案打的分和口径调整不再采用，可以撤销。`:`选择考核办法和考核对象。`}</p>
    <table class="grid schemes">
      <caption class="sr">方案和考核对象</caption>
      <colgroup><col><col class="c-year"><col class="c-tracks"></colgroup>
      <thead><tr><th scope="col">考核办法</th><th scope="col">年度</th><th scope="col">考核对象</th></tr></thead>
      <tbody>${n.map(e=>xa(e,t))}</tbody>
    </table>`}function xa(e,t){return _`<tr class=${e.id===t.scheme?`current`:``}>
    <th scope="row"><b>${e.title}</b><br><span class="second">${e.issued}</span></th>
    <td>${e.year}</td>
    <td class="tracks">${e.tracks.map(n=>{let r=e.id===t.scheme&&n.id===t.track;return _`<button class="button ${r?`main`:``}" aria-current=${r?`true`:y} aria-label=${`《${e.title}》${n.title}${r?`，现用`:``}`} @click=${()=>r?H(`overview`):void It({scheme:e.id,track:n.id,title:e.title,track_name:n.title})}>${n.title}${r?`（现用）`:y}</button>`})}</td></tr>`}function Sa(e){let t=e.view?.state;return _`<header class="topbar no-print">
    <span class="brand">帮扶考评</span>
    ${t?_`
      <button class="quiet what" title=${`${t.title}（${t.issued}）${t.track_name}`} aria-label=${`方案《${t.title}》${t.track_name}，更换`} @click=${()=>H(`schemes`)}><span class="clip">${t.title}</span><span class="track clip">· ${t.track_name}</span></button>
      <button class="quiet" @click=${()=>H(`conventions`)} title="更改年度和截止日期">${t.year}年度</button>
      ${wa(e)}`:y}
    <span class="grow"></span>
    <span class="status" role="status">${Ta(e)}</span>
    <button class="quiet" ?disabled=${!t?.can_undo} title=${`${Ca(`撤销`,t?.undo_label)}（Ctrl+Z）`} aria-label=${Ca(`撤销`,t?.undo_label)} @click=${kt}>撤销</button>
    <button class="quiet" ?disabled=${!t?.can_redo} title=${`${Ca(`重做`,t?.redo_label)}（Ctrl+Y）`} aria-label=${Ca(`重做`,t?.redo_label)} @click=${At}>重做</button>
    <button class="button" ?disabled=${!t} title="下载当前考核对象的台账模板" @click=${Nt}>模板</button>
    <label class="button">导入<input class="sr" type="file" multiple aria-label="导入台账文件" @change=${Ea}></label>
    <button class="button" ?disabled=${!E(e)} @click=${()=>H(`print`)}>打印</button>
  </header>`}var Ca=(e,t)=>t?`${e}：${t}`:e;function wa(e){let t=e.view?.state.units??[],n=E(e)?.unit;return t.length<2?_`<span class="unit">${n??``}</span>`:_`<select class="unit" aria-label="单位" @change=${e=>Lt(e.target.value)}>
    ${t.map(e=>_`<option value=${e} ?selected=${e===n}>${e}</option>`)}
  </select>`}function Ta(e){if(e.reading)return`正在读取`;if(e.pending)return`${e.pending.files.length} 个文件等待装入`;let t=e.view?.state;return t?t.can_undo?`${e.at} 已核算，关闭页面后不保留`:t.files.length?`已核算`:`尚未导入`:`正在打开`}function Ea(e){let t=e.target;ot([...t.files??[]]),t.value=``}function Da(){return _`<form class="ask" @submit=${Oa}>
    <label for="unit-name">台账里没有写单位名称，属于哪个单位？</label>
    <input id="unit-name" name="unit" required autocomplete="off" spellcheck="false">
    <button class="button main">确定</button>
  </form>`}function Oa(e){e.preventDefault();let t=String(new FormData(e.target).get(`unit`)??``).trim();t&&B({kind:`unit`,name:t})}var ka={overview:Di,entry:Cr,indicators:ti,findings:$r,cohort:Rn,conventions:qn,print:ha,schemes:ba,preview:$i},Aa=({screen:e,view:t,pending:n})=>e===`cohort`&&t&&!Be(t.state)||e===`preview`&&!n?`overview`:e,ja=[`entry`,`conventions`,`schemes`,`preview`];function Ma(e,t){let{state:n}=t,r=Aa(e);return ze(t)||ja.includes(r)?ka[r](e):$n(n)}function Na(e){let{view:t}=e,n=t?.state.sample??!1,r=ze(t)&&Aa(e)!==`preview`;return _`
    ${Sa(e)}
    ${ya(e)}
    <div class="shell ${e.panel&&r?`with-panel`:``}">
      ${va(e)}
      <main id="work" tabindex="-1">
        ${si(e)}
        ${n?_`<p class="sample-note no-print"><strong>示例数据</strong>　单位、人员和得分都是虚构的，不能用于上报。<button class="button" @click=${()=>B({kind:`clear`})}>清除示例</button></p>`:y}
        ${t?.state.unit_needed?Da():y}
        ${t&&Aa(e)!==`preview`?Mn(t.state):y}
        ${t?Ma(e,t):_`<p class="wait">正在打开…</p>`}
      </main>
      ${r?Tn(e):y}
    </div>
    ${n&&e.screen!==`print`?_`<div class="screen-mark no-print" aria-hidden="true">${Array.from({length:12},()=>_`<i></i>`)}</div>`:y}
    ${e.screen===`print`&&t?.form?y:_`<p class="print-note">请先打开“打印”页预览，再打印。</p>`}`}var Pa=document.getElementById(`app`);rt(()=>ve(Na(N),Pa)),ve(Na(N),Pa),Dn(),Me().then(z,()=>F(`浏览器不支持本页所需的功能，请改用 Chrome、Edge 109 以上版本，或 360、QQ 浏览器的极速模式。`,!0));
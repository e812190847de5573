"""Words that shops and shoppers use for the same thing: who asks for a package means the parcel.

A line is a group; what is not in an article may be asked for by any word of its group.
"""

from collections.abc import Mapping

from chalicelib.customer_agent.knowledge.finding.stems import stems

_GROUPS = """
parcel package packet box shipment order stuff item product goods article
delivery deliver shipping ship dispatch send arrive arrival get here
cost price fee charge fees costs postage pay much expensive
free gratis
long fast quick quickly days time soon duration
abroad international internationally foreign europe overseas worldwide countries country
track tracking trace follow locate lost missing
return returns retour sendback
refund refunded money reimburse reimbursement moneyback
exchange swap replace
broken damaged cracked chipped smashed crushed pieces faulty defective defect damage
wrong incorrect
cancel cancellation stop undo withdraw
change alter modify edit correct
payment pay paying paid card
instalments klarna rates
discount promo promotion coupon voucher code
expired invalid refused rejected
dishwasher microwave clean wash washing care
guarantee warranty
password login signin log sign
gift present
paket päckchen sendung bestellung lieferung ware artikel produkt
lieferung versand liefern versenden lieferzeit lieferdauer ankommen dauert
versandkosten porto kosten kostet liefergebühr gebühr hoch teuer lieferkosten
kostenlos gratis versandkostenfrei umsonst frei
sendungsverfolgung tracking verfolgen sendungsnummer nachverfolgen link
verloren weg verschwunden nachforschung
zurückschicken rücksendung retoure rückgabe zurückgeben zurücksenden umtauschen
rücksendeetikett retourenetikett label retourenschein etikett
erstattung erstatten geld rückerstattung gutgeschrieben gutschrift betrag
kaputt beschädigt defekt zerbrochen sprung scherben schaden
ersatz ersetzen
stornieren abbrechen widerrufen storno absagen
ändern korrigieren anpassen
adresse lieferadresse anschrift
zahlen bezahlen zahlung zahlungsart zahlungsarten zahlungsmöglichkeiten
raten ratenzahlung klarna
gutschein gutscheincode rabattcode rabatt code aktionscode
reduziert reduzierte sale
tasse becher teller schale geschirr keramik kanne steinzeug
spülmaschine spülmaschinenfest geschirrspüler
mikrowelle mikrowellengeeignet
pflege pflegen reinigen putzen waschen spülen
pedido paquete envío compra encargo
entrega envío enviar llegar llega plazo tarda tiempo enviáis
cuesta gastos coste costes precio importe portes
gratis gratuito gratuita
seguimiento seguir sigo rastrear rastreo localizar
perdido extraviado
devolver devolución devuelvo devoluciones retornar
reembolso reembolsar dinero devuelven
roto rota dañado dañada defectuoso golpeada estropeado partido daño
equivocado equivocada erróneo
cancelar anular cancelación
cambiar modificar corregir
dirección domicilio
pago pagar métodos formas medios abonar
plazos cuotas klarna
descuento cupón código promocional
caducado expirado
encomenda pedido pacote envio compra
entrega envio chegar chega prazo demora tempo enviam
portes custo custa custam preço valor frete custos
grátis gratuito gratuita
rastreio rastrear acompanhar seguir sigo rastreamento
perdeu perdido extraviado averiguação
devolver devolução devolvo devoluções
reembolso reembolsar dinheiro
partido partida quebrado quebrada danificado defeito amassada dano
errado errada engano enganei
cancelar cancelamento anular
alterar mudar corrigir
morada endereço
pagamento pagar métodos formas meios
prestações parcelas klarna
desconto cupão código promocional
expirou expirado caducado
"""


def _alike() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _GROUPS.splitlines():
        group = frozenset(stems(line))
        for stem in group:
            found[stem] = found.get(stem, frozenset()) | group
    return {stem: group - {stem} for stem, group in found.items()}


SAME: Mapping[str, frozenset[str]] = _alike()
"""By stem: the others that may stand for it."""
